import { isTechnical, type AlarmEvent } from '@beatwatch/contracts';

/** Silence that counts as a technical state, milliseconds: some sixteen packets of 0.3 s. */
const noDataAfterMs = 5000;
/** Data without a single score of late, milliseconds: the slowest heart that is scored beats every 10 s. */
const notScoredAfterMs = 20_000;

/** What a tile says of its patient. */
export type Status =
  /** A clinical alarm: nobody has seen it, somebody has, or it is over and nobody has seen it. */
  | { readonly kind: 'alarm' | 'acknowledged' | 'latched'; readonly alarm: AlarmEvent }
  /** Electrodes or signal are no good: nothing is said about the patient. */
  | { readonly kind: 'technical'; readonly alarm: AlarmEvent }
  | { readonly kind: 'no-data'; readonly seconds: number; readonly alarm?: AlarmEvent }
  | { readonly kind: 'not-scored' }
  | { readonly kind: 'learning' }
  | { readonly kind: 'normal' }
  | { readonly kind: 'waiting' };

export interface StatusFacts {
  /** Since data last reached the gateway; absent where none ever did. */
  readonly silentMs?: number;
  /** Since the last score came in, or since the first data where none has; absent before the first data. */
  readonly unscoredMs?: number;
  /** The newest score carried a threshold. */
  readonly calibrated: boolean;
  /** The open alarms, the most urgent first. */
  readonly alarms?: readonly AlarmEvent[];
}

/**
 * A rhythm that calls for help stands before all; then what keeps us from seeing the patient, since nothing else that
 * is said would be worth much; then what is known of and what is over.
 */
export function statusOf({ silentMs, unscoredMs = 0, calibrated, alarms = [] }: StatusFacts): Status {
  const clinical = alarms.find(({ kind }) => !isTechnical(kind));
  if (clinical?.state === 'active') return { kind: 'alarm', alarm: clinical };
  const technical = alarms.find(({ kind }) => isTechnical(kind));
  if (silentMs !== undefined && silentMs >= noDataAfterMs) {
    const alarm = alarms.find(({ kind }) => kind === 'no-data');
    return { kind: 'no-data', seconds: Math.floor(silentMs / 1000), ...(alarm && { alarm }) };
  }
  if (technical !== undefined) return { kind: 'technical', alarm: technical };
  if (clinical?.state === 'latched') return { kind: 'latched', alarm: clinical };
  if (clinical?.state === 'acknowledged') return { kind: 'acknowledged', alarm: clinical };
  if (silentMs === undefined) return { kind: 'waiting' };
  if (unscoredMs >= notScoredAfterMs) return { kind: 'not-scored' };
  return { kind: calibrated ? 'normal' : 'learning' };
}

/** The alarm that the state speaks of. */
export const alarmOf = (status: Status): AlarmEvent | undefined =>
  'alarm' in status ? status.alarm : undefined;

/** Whether a person is asked to say that they have seen it. */
export const awaitsAcknowledgement = ({ state }: Pick<AlarmEvent, 'state'>): boolean =>
  state === 'active' || state === 'latched';

const ofPriority = { high: 3, medium: 2, low: 1 } as const;
const ofState = { active: 3, latched: 2, acknowledged: 1, resolved: 0 } as const;

/** Clinical before technical; unacknowledged before what is over, before acknowledged; by priority; the newest first. */
export function byUrgency(a: AlarmEvent, b: AlarmEvent): number {
  return (
    Number(isTechnical(a.kind)) - Number(isTechnical(b.kind)) ||
    ofState[b.state] - ofState[a.state] ||
    ofPriority[b.priority] - ofPriority[a.priority] ||
    b.raisedTimeUs - a.raisedTimeUs
  );
}
