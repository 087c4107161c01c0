import type { AlarmPriority } from '@beatwatch/contracts';
import type { SecondsRule } from '../settings.ts';
import type { KnownBeat, KnownSecond } from '../state.ts';

/** What raises an alarm. */
export interface Finding {
  readonly priority?: AlarmPriority;
  readonly beats?: readonly KnownBeat[];
  readonly measure?: number;
  /** A model decides that weighs the quality of the signal: it counts wherever there is one. */
  readonly byRhythm?: true;
  /** The anomaly scores decide: their threshold belongs to the evidence. */
  readonly byAnomalyScore?: true;
}

/** `undecided` lies between `met` and `over`: it neither raises an alarm nor ends one. */
export type Condition =
  | { readonly is: 'met'; readonly finding: Finding }
  /** `measure`: what it came to in the end, in place of what was measured before. */
  | { readonly is: 'over'; readonly measure?: number }
  | { readonly is: 'undecided' };

export const over: Condition = { is: 'over' };
export const overAt = (measure: number): Condition => ({ is: 'over', measure });
export const undecided: Condition = { is: 'undecided' };
export const met = (finding: Finding): Condition => ({ is: 'met', finding });

/** Whether the last `count` items exist and all satisfy the predicate. */
export function endsWith<Item>(
  items: readonly Item[],
  count: number,
  predicate: (item: Item) => boolean,
): boolean {
  return items.length >= count && items.slice(-count).every(predicate);
}

/** n of the last m seconds raise, consecutive clear ones end. */
export function secondsCondition(
  seconds: readonly KnownSecond[],
  rule: SecondsRule,
  {
    counts,
    isClear,
    finding = {},
  }: {
    readonly counts: (second: KnownSecond) => boolean;
    readonly isClear: (second: KnownSecond) => boolean;
    readonly finding?: Finding;
  },
): Condition {
  const newest = seconds.at(-1);
  const counted = seconds.slice(-rule.windowSeconds).filter(counts).length;
  if (counted >= rule.seconds && newest !== undefined && counts(newest)) return met(finding);
  return endsWith(seconds, rule.clearSeconds, isClear) ? over : undecided;
}
