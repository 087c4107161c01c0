import type { SystemNotice } from '@beatwatch/contracts';
import { formatMoment } from '../format/time.ts';
import type { Texts } from '../texts/texts.ts';
import type { MonitoringView } from '../live/monitoring.ts';

/** What the band over the page says, the gravest first. */
export interface MonitoringMessage {
  /** `stopped`: nothing on the page can be relied on, or patients are not judged. */
  readonly kind: 'stopped' | 'warning' | 'resumed';
  readonly title: string;
  readonly text: string;
}

/** Further warnings are counted: a band may not fill the screen. */
const maxWarnings = 3;

export function monitoringMessages(
  t: Texts,
  { cutOff, notices }: MonitoringView,
): readonly MonitoringMessage[] {
  if (cutOff !== undefined) return [cutOffMessage(t, cutOff.sinceMs)];
  const open = notices.filter(({ state }) => state === 'open');
  const interrupted = open.filter(({ severity }) => severity === 'interrupted');
  // The gateway's own notice names the cause that others report, and whom it concerns.
  const stopped = interrupted.find(({ source }) => source === 'gateway') ?? interrupted[0];
  const warnings = open.filter(({ severity }) => severity !== 'interrupted');
  return [
    ...(stopped === undefined
      ? notices
          .filter(hasResumed)
          .slice(0, 1)
          .map((notice) => resumedMessage(t, notice))
      : [stoppedMessage(t, stopped)]),
    ...warnings.slice(0, maxWarnings).map((notice) => warningMessage(t, notice)),
    ...furtherMessage(t, warnings.length - maxWarnings),
  ];
}

/** Whether nothing on the page can be relied on, or patients are not judged: the tone of an interruption has to sound. */
export const isInterruptedNow = ({ cutOff, notices }: MonitoringView): boolean =>
  cutOff !== undefined ||
  notices.some(({ state, severity }) => state === 'open' && severity === 'interrupted');

const cutOffMessage = (t: Texts, sinceMs: number | undefined): MonitoringMessage => ({
  kind: 'stopped',
  title:
    sinceMs === undefined
      ? t.shell.monitoring.notConnected
      : t.shell.monitoring.cutOffSince(formatMoment(t, sinceMs * 1000)),
  text: `${t.shell.monitoring.nothingArrives} ${t.shell.monitoring.watchBedside} ${t.shell.monitoring.triedAgain}`,
});

const stoppedMessage = (t: Texts, notice: SystemNotice): MonitoringMessage => ({
  kind: 'stopped',
  title: t.shell.monitoring.interruptedSince(formatMoment(t, notice.sinceUs)),
  text: `${t.shell.monitoring.notice(notice)} ${t.shell.monitoring.watchBedside}`,
});

const hasResumed = ({ severity, state, source }: SystemNotice): boolean =>
  severity === 'interrupted' && state === 'ended' && source === 'gateway';

const resumedMessage = (t: Texts, { sinceUs, timeUs }: SystemNotice): MonitoringMessage => ({
  kind: 'resumed',
  title: t.shell.monitoring.resumed(formatMoment(t, timeUs)),
  text: t.shell.monitoring.judgedNow(formatMoment(t, sinceUs)),
});

const warningMessage = (t: Texts, notice: SystemNotice): MonitoringMessage => ({
  kind: 'warning',
  title: t.shell.monitoring.notice(notice),
  text: t.shell.monitoring.since(formatMoment(t, notice.sinceUs)),
});

const furtherMessage = (t: Texts, further: number): MonitoringMessage[] =>
  further <= 0 ? [] : [{ kind: 'warning', title: t.shell.monitoring.more(further), text: '' }];
