import type { Notices, Severity } from './notices.ts';
import type { SupervisionEvents } from './supervision/supervise.ts';

interface Outage {
  readonly severity: Severity;
  readonly text: string;
}

/** What the outage of a part means for patients. */
const outages: Readonly<Record<string, Outage>> = {
  database: { severity: 'interrupted', text: 'The database is restarting: patients are not being judged.' },
  broker: { severity: 'interrupted', text: 'The broker is restarting: patients are not being judged.' },
  ingest: { severity: 'interrupted', text: 'Ingest is restarting: patients are not being judged.' },
  scorer: { severity: 'interrupted', text: 'The scorer is restarting: patients are not being judged.' },
  gateway: { severity: 'warning', text: 'The gateway is restarting: screens do not show live data.' },
  dashboard: { severity: 'information', text: 'The dashboard is restarting.' },
  simulator: { severity: 'information', text: 'The demo patients are restarting.' },
};

export interface PartNoticesOptions {
  readonly notices: Notices;
  /** One line on the terminal. */
  readonly onStep: (text: string) => void;
  /** Called after each restart: the part has a new process. */
  readonly onRestart: () => void;
}

/** Reports the end and the restart of parts on the terminal and on every screen. */
export function reportParts({ notices, onStep, onRestart }: PartNoticesOptions): SupervisionEvents {
  return {
    onEnd: (name, reason, log) => {
      onStep(`${name} ended unexpectedly (${reason}); restarting it`);
      const loops = log === undefined ? '' : ` It keeps ending (${reason}).`;
      if (log !== undefined) onStep(`${name} keeps ending; its log ends:\n${log}`);
      const outage = outages[name];
      if (outage !== undefined) notices.open(`${name}-down`, outage.severity, `${outage.text}${loops}`);
    },
    onRestart: (name) => {
      onStep(`${name} runs again`);
      notices.end(`${name}-down`);
      onRestart();
    },
  };
}
