import { isTechnical, type AlarmEvent, type AlarmKind, type AlarmState } from '@beatwatch/contracts';
import type { LiveAlarmEvent } from '../live-path/live-run.ts';
import type { RhythmEvent } from '../reference/rhythm-events.ts';

/** An alarm that came up: raised, opened again after it was over, or back from latched. */
export interface RaisedAlarm {
  readonly kind: AlarmKind;
  /** When it was known, from the recording's start. */
  readonly seconds: number;
  readonly event: AlarmEvent;
}

/** From where an alarm was active to where its condition was over. */
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

/** When alarms came up and how long each stood, from their changes in order. */
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

/** An event that has to be alarmed, and how long it took. */
export interface AlarmedEvent extends RhythmEvent {
  /** 0 where an alarm stood already at the onset; absent where none came in time. */
  readonly secondsToAlarm?: number;
}

/** An alarm has to come so soon after the onset. */
export const alarmWithinSeconds = 10;

/** Any clinical alarm that stands or comes up within 10 s of an event's onset alarms it. */
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
 * Seconds in which some technical alarm stood.
 * @param within only these stretches count. Default: all
 */
export function technicalSeconds(
  { open }: AlarmHistory,
  within: readonly { readonly from: number; readonly to: number }[] = [{ from: 0, to: Infinity }],
): number {
  let [total, reached] = [0, 0];
  const spans = open.filter(({ kind }) => isTechnical(kind)).toSorted((a, b) => a.from - b.from);
  for (const { from, to } of spans) {
    const begin = Math.max(from, reached);
    for (const stretch of within) {
      total += Math.max(0, Math.min(to, stretch.to) - Math.max(begin, stretch.from));
    }
    reached = Math.max(reached, to);
  }
  return total;
}
