import { isTechnical, type AlarmEvent, type AlarmKind, type AlarmState } from '@beatwatch/contracts';
import type { LiveAlarmEvent } from '../live-path/live-run.ts';
import type { RhythmEvent } from '../reference/rhythm-events.ts';

/** An alarm that became active: raised, raised again after it was over, or active again after it was latched. */
export interface RaisedAlarm {
  readonly kind: AlarmKind;
  /** When it became known, from the recording's start. */
  readonly seconds: number;
  readonly event: AlarmEvent;
}

/** The time from an alarm's raising to the end of its condition, in seconds. */
interface OpenSpan {
  readonly kind: AlarmKind;
  readonly from: number;
  to: number;
}

export interface AlarmHistory {
  readonly raised: readonly RaisedAlarm[];
  readonly open: readonly Readonly<OpenSpan>[];
}

const isOpen = (state: AlarmState): boolean => state === 'active' || state === 'acknowledged';

/** When alarms were raised and how long each was active, from their changes in order. */
export function alarmHistory(events: readonly LiveAlarmEvent[], recordSeconds: number): AlarmHistory {
  const raised: RaisedAlarm[] = [];
  const open: OpenSpan[] = [];
  const current = new Map<string, OpenSpan>();
  for (const { event, knownSeconds } of events) {
    const { alarmId, kind, state } = event;
    const span = current.get(alarmId);
    if (isOpen(state) && span === undefined) {
      const opened = { kind, from: knownSeconds, to: recordSeconds };
      current.set(alarmId, opened);
      open.push(opened);
      raised.push({ kind, seconds: knownSeconds, event });
    } else if (!isOpen(state) && span !== undefined) {
      span.to = knownSeconds;
      current.delete(alarmId);
    }
  }
  return { raised, open };
}

/** An event that requires an alarm, and how long the alarm took. */
export interface AlarmedEvent extends RhythmEvent {
  /** 0 if an alarm was active at the onset; absent if none came in time. */
  readonly secondsToAlarm?: number;
}

/** Longest time from an onset to its alarm. */
export const alarmWithinSeconds = 10;

/** Assigns to each event the first clinical alarm that is active at its onset or raised within 10 s of it. */
export function alarmedEvents(events: readonly RhythmEvent[], { open }: AlarmHistory): AlarmedEvent[] {
  const clinical = open.filter(({ kind }) => !isTechnical(kind));
  return events.map((event) => {
    const { onsetSeconds } = event;
    const until = onsetSeconds + alarmWithinSeconds;
    const first = clinical.find(({ from, to }) => from <= until && to >= onsetSeconds);
    return first === undefined ? event : { ...event, secondsToAlarm: Math.max(0, first.from - onsetSeconds) };
  });
}

/**
 * Seconds in which at least one technical alarm was active.
 * @param within spans in seconds outside which nothing counts. Default: all counts
 */
export function technicalSeconds(
  { open }: AlarmHistory,
  within: readonly { readonly from: number; readonly to: number }[] = [{ from: 0, to: Infinity }],
): number {
  let [total, reached] = [0, 0];
  const spans = open.filter(({ kind }) => isTechnical(kind)).toSorted((a, b) => a.from - b.from);
  for (const { from, to } of spans) {
    const begin = Math.max(from, reached);
    for (const span of within) {
      total += Math.max(0, Math.min(to, span.to) - Math.max(begin, span.from));
    }
    reached = Math.max(reached, to);
  }
  return total;
}
