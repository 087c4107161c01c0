import type { SystemNotice } from '@beatwatch/contracts';
import { formatMoment } from '../format/time.ts';
import type { MonitoringView } from '../live/monitoring.ts';

/** What the band over the page says, the gravest first. */
export interface MonitoringMessage {
  /** `stopped`: nothing on the page can be relied on, or patients are not judged. */
  readonly kind: 'stopped' | 'warning' | 'resumed';
  readonly title: string;
  readonly text: string;
}

const watchBedside = 'Watch your patients at the bedside.';
/** Further warnings are counted: a band may not fill the screen. */
const maxWarnings = 3;

export function monitoringMessages({ cutOff, notices }: MonitoringView): readonly MonitoringMessage[] {
  if (cutOff !== undefined) return [cutOffMessage(cutOff.sinceMs)];
  const open = notices.filter(({ state }) => state === 'open');
  const interrupted = open.filter(({ severity }) => severity === 'interrupted');
  // The gateway's own notice names the cause that others report, and whom it concerns.
  const stopped = interrupted.find(({ source }) => source === 'gateway') ?? interrupted[0];
  const warnings = open.filter(({ severity }) => severity !== 'interrupted');
  return [
    ...(stopped === undefined
      ? notices.filter(hasResumed).slice(0, 1).map(resumedMessage)
      : [stoppedMessage(stopped)]),
    ...warnings.slice(0, maxWarnings).map(warningMessage),
    ...furtherMessage(warnings.length - maxWarnings),
  ];
}

/** Whether the tone of an interruption has to sound. */
export const isStopped = (messages: readonly MonitoringMessage[]): boolean =>
  messages.some(({ kind }) => kind === 'stopped');

const cutOffMessage = (sinceMs: number | undefined): MonitoringMessage => ({
  kind: 'stopped',
  title:
    sinceMs === undefined ? 'Station not connected' : `Station cut off since ${formatMoment(sinceMs * 1000)}`,
  text: `Nothing new arrives; strips and numbers stop. ${watchBedside} The connection is tried again by itself.`,
});

const stoppedMessage = ({ sinceUs, text }: SystemNotice): MonitoringMessage => ({
  kind: 'stopped',
  title: `Monitoring is interrupted since ${formatMoment(sinceUs)}`,
  text: `${text} ${watchBedside}`,
});

const hasResumed = ({ severity, state, source }: SystemNotice): boolean =>
  severity === 'interrupted' && state === 'ended' && source === 'gateway';

const resumedMessage = ({ sinceUs, timeUs }: SystemNotice): MonitoringMessage => ({
  kind: 'resumed',
  title: `Monitoring resumed ${formatMoment(timeUs)}`,
  text: `Beats since ${formatMoment(sinceUs)} are judged now; alarms of that time come late.`,
});

const warningMessage = ({ text, sinceUs }: SystemNotice): MonitoringMessage => ({
  kind: 'warning',
  title: text,
  text: `since ${formatMoment(sinceUs)}`,
});

const furtherMessage = (further: number): MonitoringMessage[] =>
  further <= 0
    ? []
    : [{ kind: 'warning', title: `${further} more ${further === 1 ? 'notice' : 'notices'}`, text: '' }];
