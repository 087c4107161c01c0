import type { AlarmEvent } from '@beatwatch/contracts';

/** Silence that counts as a technical state, milliseconds: some sixteen packets of 0.3 s. */
const noDataAfterMs = 5000;
/** Data without a single score of late, milliseconds: the slowest heart that is scored beats every 10 s. */
const notScoredAfterMs = 20_000;

/** What a tile says of its patient; clinical states before technical ones, as long as data come in. */
export type Status =
  | { readonly kind: 'alarm' | 'acknowledged'; readonly alarm: AlarmEvent }
  | { readonly kind: 'no-data'; readonly seconds: number }
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
  /** The most urgent open alarm. */
  readonly alarm?: AlarmEvent;
}

export function statusOf({ silentMs, unscoredMs = 0, calibrated, alarm }: StatusFacts): Status {
  if (alarm?.state === 'active') return { kind: 'alarm', alarm };
  if (silentMs !== undefined && silentMs >= noDataAfterMs) {
    return { kind: 'no-data', seconds: Math.floor(silentMs / 1000) };
  }
  if (alarm?.state === 'acknowledged') return { kind: 'acknowledged', alarm };
  if (silentMs === undefined) return { kind: 'waiting' };
  if (unscoredMs >= notScoredAfterMs) return { kind: 'not-scored' };
  return { kind: calibrated ? 'normal' : 'learning' };
}

const urgency = { high: 3, medium: 2, low: 1 } as const;

/** Unacknowledged before acknowledged, then by priority, then the newest first. */
export function byUrgency(a: AlarmEvent, b: AlarmEvent): number {
  return (
    Number(b.state === 'active') - Number(a.state === 'active') ||
    urgency[b.priority] - urgency[a.priority] ||
    b.raisedTimeUs - a.raisedTimeUs
  );
}
