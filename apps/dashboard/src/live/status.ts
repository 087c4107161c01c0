import { isTechnical, type AlarmEvent } from '@beatwatch/contracts';
import { arrivedUs } from '../format/alarm-moment.ts';

/** Time without data that is shown as a technical state: about sixteen packets of 0.3 s. */
const noDataAfterMs = 5000;
/** Time with data but without scores that is shown: the slowest scored heart beats every 10 s. */
const notScoredAfterMs = 20_000;

/** Patient's state as shown on a tile. */
export type Status =
  /** A clinical alarm: active, acknowledged, or over but not acknowledged. */
  | { readonly kind: 'alarm' | 'acknowledged' | 'latched'; readonly alarm: AlarmEvent }
  /** An alarm about electrodes or signal: the patient's state is unknown. */
  | { readonly kind: 'technical'; readonly alarm: AlarmEvent }
  | { readonly kind: 'no-data'; readonly seconds: number; readonly alarm?: AlarmEvent }
  | { readonly kind: 'not-scored' }
  | { readonly kind: 'learning' }
  | { readonly kind: 'normal' }
  | { readonly kind: 'waiting' };

export interface StatusFacts {
  /** Time since the last data; absent before the first. */
  readonly noDataMs?: number;
  /** Time since the last score, before the first score since the first data; absent before the first data. */
  readonly unscoredMs?: number;
  /** Whether the newest score has a threshold. */
  readonly calibrated: boolean;
  /** The open alarms, the most urgent first. */
  readonly alarms?: readonly AlarmEvent[];
}

/**
 * Status to show. An active clinical alarm that sounds comes first; then no data and technical alarms, which leave the
 * patient's state unknown; then active clinical alarms of low priority, and those that are over or acknowledged.
 */
export function statusOf({ noDataMs, unscoredMs = 0, calibrated, alarms = [] }: StatusFacts): Status {
  const clinical = alarms.find(({ kind }) => !isTechnical(kind));
  const sounds = clinical?.state === 'active' && clinical.priority !== 'low';
  if (sounds) return { kind: 'alarm', alarm: clinical };
  const technical = alarms.find(({ kind }) => isTechnical(kind));
  if (noDataMs !== undefined && noDataMs >= noDataAfterMs) {
    const alarm = alarms.find(({ kind }) => kind === 'no-data');
    return { kind: 'no-data', seconds: Math.floor(noDataMs / 1000), ...(alarm && { alarm }) };
  }
  if (technical !== undefined) return { kind: 'technical', alarm: technical };
  if (clinical?.state === 'active') return { kind: 'alarm', alarm: clinical };
  if (clinical?.state === 'latched') return { kind: 'latched', alarm: clinical };
  if (clinical?.state === 'acknowledged') return { kind: 'acknowledged', alarm: clinical };
  if (noDataMs === undefined) return { kind: 'waiting' };
  if (unscoredMs >= notScoredAfterMs) return { kind: 'not-scored' };
  return { kind: calibrated ? 'normal' : 'learning' };
}

/** Alarm of a status, if it has one. */
export const alarmOf = (status: Status): AlarmEvent | undefined =>
  'alarm' in status ? status.alarm : undefined;

/** Whether the alarm still has to be acknowledged. */
export const awaitsAcknowledgement = ({ state }: Pick<AlarmEvent, 'state'>): boolean =>
  state === 'active' || state === 'latched';

const ofPriority = { high: 3, medium: 2, low: 1 } as const;
const ofState = { active: 3, latched: 2, acknowledged: 1, resolved: 0 } as const;

/** Sort order: clinical before technical, active before latched before acknowledged, by priority, the newest first. */
export function byUrgency(a: AlarmEvent, b: AlarmEvent): number {
  return (
    Number(isTechnical(a.kind)) - Number(isTechnical(b.kind)) ||
    ofState[b.state] - ofState[a.state] ||
    ofPriority[b.priority] - ofPriority[a.priority] ||
    arrivedUs(b) - arrivedUs(a)
  );
}
