import { isTechnical, type AlarmEvent } from '@beatwatch/contracts';
import { hasSound } from '../sound/alarm-burst.ts';
import type { DeviceState } from './device-state.ts';
import type { CutOff } from './monitoring.ts';
import type { QuietState } from './quiet-state.ts';

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
  /** With why, where the device has said it. */
  | {
      readonly kind: 'no-data';
      readonly seconds: number;
      readonly alarm?: AlarmEvent;
      readonly absence?: NonNullable<DeviceState['absence']>;
    }
  /** The signal comes and is not being judged; the alarm is the most urgent of those open when that began. */
  | { readonly kind: 'not-judged'; readonly sinceMs: number; readonly alarm?: AlarmEvent }
  /** Nothing reaches the page: what it knew last is not current. */
  | { readonly kind: 'cut-off'; readonly alarm?: AlarmEvent }
  | { readonly kind: 'not-scored' }
  | { readonly kind: 'learning' }
  | { readonly kind: 'no-alarm'; readonly quiet?: QuietState }
  | { readonly kind: 'waiting' };

/** Whether what is known of a patient is current. */
export interface Currency {
  /** The page is cut off from the gateway. */
  readonly cutOff?: CutOff | undefined;
  /** The patient's signal has not been judged since, on the gateway's clock. */
  readonly unjudgedSinceMs?: number | undefined;
  /** Time since the page was cut off from the gateway for the last time; absent where it never was. */
  readonly resumedForMs?: number | undefined;
}

export interface StatusFacts extends Currency {
  /** Time since the last data; absent before the first. */
  readonly noDataMs?: number;
  /** Time since the last score, before the first score since the first data; absent before the first data. */
  readonly unscoredMs?: number;
  /** Whether the newest score has a threshold. */
  readonly calibrated: boolean;
  /** The open alarms, the most urgent first. */
  readonly alarms?: readonly AlarmEvent[];
  /** Why no signal comes, where a device has said it. */
  readonly absence?: DeviceState['absence'];
  /** What is worth a look where there is no alarm. */
  readonly quiet?: QuietState | undefined;
}

/**
 * Status to show. An active clinical alarm that sounds comes first; then what makes every other state old: a page that is cut
 * off, a patient who is not being judged; then no data and technical alarms, which leave the
 * patient's state unknown; then active clinical alarms of low priority, and those that are over or acknowledged.
 *
 * What did not reach a page that was cut off says nothing of the patient: for 5 s after that they are waited for.
 */
export function statusOf(facts: StatusFacts): Status {
  const { noDataMs, unscoredMs = 0, calibrated, alarms = [], cutOff, unjudgedSinceMs } = facts;
  const { resumedForMs = Number.POSITIVE_INFINITY, quiet, absence } = facts;
  const isMissing = noDataMs !== undefined && noDataMs >= noDataAfterMs;
  const clinical = alarms.find(({ kind }) => !isTechnical(kind));
  if (clinical !== undefined && hasSound(clinical)) return { kind: 'alarm', alarm: clinical };
  const [first] = alarms;
  if (cutOff !== undefined) return { kind: 'cut-off', ...(first && { alarm: first }) };
  if (unjudgedSinceMs !== undefined)
    return { kind: 'not-judged', sinceMs: unjudgedSinceMs, ...(first && { alarm: first }) };
  const technical = alarms.find(({ kind }) => isTechnical(kind));
  if (isMissing && resumedForMs >= noDataAfterMs) {
    const alarm = alarms.find(({ kind }) => kind === 'no-data');
    return {
      kind: 'no-data',
      seconds: Math.floor(noDataMs / 1000),
      ...(alarm && { alarm }),
      ...(absence && { absence }),
    };
  }
  if (technical !== undefined) return { kind: 'technical', alarm: technical };
  if (clinical?.state === 'active') return { kind: 'alarm', alarm: clinical };
  if (clinical?.state === 'latched') return { kind: 'latched', alarm: clinical };
  if (clinical?.state === 'acknowledged') return { kind: 'acknowledged', alarm: clinical };
  if (noDataMs === undefined || isMissing) return { kind: 'waiting' };
  if (unscoredMs >= notScoredAfterMs) return { kind: 'not-scored' };
  return calibrated ? { kind: 'no-alarm', ...(quiet && { quiet }) } : { kind: 'learning' };
}

/** Alarm of a status, if it has one. */
export const alarmOf = (status: Status): AlarmEvent | undefined =>
  'alarm' in status ? status.alarm : undefined;

/** Whether the alarm still has to be acknowledged. */
export const awaitsAcknowledgement = ({ state }: Pick<AlarmEvent, 'state'>): boolean =>
  state === 'active' || state === 'latched';
