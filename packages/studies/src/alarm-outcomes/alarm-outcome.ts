import {
  isMoreUrgent,
  isTechnical,
  type AlarmEvent,
  type AlarmKind,
  type AlarmPriority,
  type AlarmState,
} from '@beatwatch/contracts';
import type { LiveAlarmEvent } from '../live-path/live-run.ts';
import type { RhythmEvent } from '../reference/rhythm-events.ts';

/** An alarm that became active: raised, raised again after it was over, or active again after it was latched. */
export interface RaisedAlarm {
  readonly kind: AlarmKind;
  /** The highest that it had while it was open. */
  readonly priority: AlarmPriority;
  /** When it became known, from the recording's start. */
  readonly seconds: number;
  readonly event: AlarmEvent;
}

/** A span of time in which an alarm is open, or latched: over, but not acknowledged. In seconds. */
interface AlarmSpan {
  readonly kind: AlarmKind;
  readonly priority: AlarmPriority;
  readonly from: number;
  readonly to: number;
}

export interface AlarmHistory {
  readonly raised: readonly RaisedAlarm[];
  /** From an alarm's raising to the end of its condition. */
  readonly open: readonly AlarmSpan[];
  readonly latched: readonly AlarmSpan[];
}

type Draft<Value> = { -readonly [Key in keyof Value]: Value[Key] };
type Phase = 'open' | 'latched' | 'over';

const phaseOf = (state: AlarmState): Phase =>
  state === 'active' || state === 'acknowledged' ? 'open' : state === 'latched' ? 'latched' : 'over';

/** Whether an alarm of this priority sounds. */
export const sounds = (priority: AlarmPriority): boolean => priority !== 'low';

/** When alarms were raised and how long each was open, from their changes in order. */
export function alarmHistory(events: readonly LiveAlarmEvent[], recordSeconds: number): AlarmHistory {
  const raised: Draft<RaisedAlarm>[] = [];
  const spans: Record<'open' | 'latched', Draft<AlarmSpan>[]> = { open: [], latched: [] };
  const current = new Map<
    string,
    { readonly phase: Phase; readonly span: Draft<AlarmSpan>; readonly alarm: Draft<RaisedAlarm> }
  >();
  for (const { event, knownSeconds } of events) {
    const { alarmId, kind, priority, state } = event;
    const phase = phaseOf(state);
    const known = current.get(alarmId);
    if (known?.phase === phase) {
      if (phase === 'open' && isMoreUrgent(priority, known.alarm.priority)) {
        known.alarm.priority = priority;
        known.span.priority = priority;
      }
      continue;
    }
    if (known !== undefined) known.span.to = knownSeconds;
    current.delete(alarmId);
    if (phase === 'over') continue;
    const span = { kind, priority, from: knownSeconds, to: recordSeconds };
    const alarm = phase === 'open' ? { kind, priority, seconds: knownSeconds, event } : known?.alarm;
    if (alarm === undefined) continue;
    spans[phase].push(span);
    if (phase === 'open') raised.push(alarm);
    current.set(alarmId, { phase, span, alarm });
  }
  return { raised, ...spans };
}

/** An event that requires an alarm, and how long the alarm took. */
export interface AlarmedEvent extends RhythmEvent {
  /** To an alarm that sounds: 0 if one was active at the onset; absent if none came in time. */
  readonly secondsToAlarm?: number;
  /** Kinds of the alarms that sounded at the onset or within 10 s, in order. */
  readonly alarmedBy: readonly AlarmKind[];
}

/** Longest time from an onset to its alarm. */
export const alarmWithinSeconds = 10;

/** Assigns to each event the clinical alarms that sound at its onset or are raised within 10 s of it. */
export function alarmedEvents(events: readonly RhythmEvent[], { open }: AlarmHistory): AlarmedEvent[] {
  const sounding = open
    .filter(({ kind, priority }) => !isTechnical(kind) && sounds(priority))
    .toSorted((a, b) => a.from - b.from);
  return events.map((event) => {
    const { onsetSeconds } = event;
    const until = onsetSeconds + alarmWithinSeconds;
    const inTime = sounding.filter(({ from, to }) => from <= until && to >= onsetSeconds);
    const [first] = inTime;
    return {
      ...event,
      ...(first !== undefined && { secondsToAlarm: Math.max(0, first.from - onsetSeconds) }),
      alarmedBy: [...new Set(inTime.map(({ kind }) => kind))],
    };
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
