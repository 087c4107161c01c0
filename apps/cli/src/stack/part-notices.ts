import { appOf, type Instances } from './instances.ts';
import type { Notices, Severity } from './notices.ts';
import type { SupervisionEvents } from './supervision/supervise.ts';

interface Outage {
  readonly severity: Severity;
  readonly text: string;
  readonly values?: Readonly<Record<string, string>>;
}

/** What the outage of a part means for patients. */
const outages: Readonly<Record<string, Outage>> = {
  database: { severity: 'interrupted', text: 'The database is restarting: patients are not being judged.' },
  broker: { severity: 'interrupted', text: 'The broker is restarting: patients are not being judged.' },
  ingest: { severity: 'interrupted', text: 'Ingest is restarting: patients are not being judged.' },
  scorer: { severity: 'interrupted', text: 'The scorer is restarting: patients are not being judged.' },
  gateway: { severity: 'warning', text: 'The gateway is restarting: screens do not show live data.' },
  'scorer-shadow': {
    severity: 'information',
    text: 'The scorer in the shadow is restarting: alarms come from another one.',
  },
  notifier: {
    severity: 'warning',
    text: 'The notifier is restarting: receivers outside are notified of alarms afterwards.',
  },
  trainer: { severity: 'information', text: 'The trainer is restarting: its jobs go on afterwards.' },
  dashboard: { severity: 'information', text: 'The dashboard is restarting.' },
  simulator: { severity: 'information', text: 'The demo patients are restarting.' },
};

export interface PartNoticesOptions {
  readonly notices: Notices;
  readonly instances: Instances;
  /** One line on the terminal. */
  readonly onStep: (text: string) => void;
  /** Called after each restart: the part has a new process. */
  readonly onRestart: () => void;
}

/** While one of several instances is away, the patients of its partitions alone are not judged. */
function outageOf(name: string, instances: Partial<Record<string, number>>): Outage | undefined {
  const app = appOf(name);
  const outage = outages[app];
  const of = instances[app] ?? 1;
  if (outage === undefined || of === 1) return outage;
  return {
    severity: outage.severity,
    text: `One of ${of} processes of ${app} is restarting: its patients are not being judged.`,
    values: { of: String(of) },
  };
}

/** Reports the end and the restart of parts on the terminal and on every screen. */
export function reportParts({
  notices,
  instances,
  onStep,
  onRestart,
}: PartNoticesOptions): SupervisionEvents {
  return {
    onEnd: (name, reason, log) => {
      onStep(`${name} ended unexpectedly (${reason}); restarting it`);
      const loops = log === undefined ? '' : ` It keeps ending (${reason}).`;
      if (log !== undefined) onStep(`${name} keeps ending; its log ends:\n${log}`);
      const outage = outageOf(name, instances);
      if (outage === undefined) return;
      const values = { ...outage.values, ...(log !== undefined && { keepsEnding: reason }) };
      notices.open(`${name}-down`, outage.severity, `${outage.text}${loops}`, values);
    },
    onRestart: (name) => {
      onStep(`${name} runs again`);
      notices.end(`${name}-down`);
      onRestart();
    },
  };
}
