import type { AlarmPriority } from '@beatwatch/contracts';
import type { SecondsRule } from '../settings.ts';
import type { KnownBeat, KnownSecond } from '../state.ts';

/** What speaks for an alarm. */
export interface Finding {
  readonly priority?: AlarmPriority;
  readonly beats?: readonly KnownBeat[];
  readonly measure?: number;
  /** The loss decides: its threshold belongs to the evidence. */
  readonly byLoss?: true;
}

/** Between `met` and `over` lies what neither raises an alarm nor ends one. */
export type Condition =
  { readonly is: 'met'; readonly finding: Finding } | { readonly is: 'over' } | { readonly is: 'undecided' };

export const over: Condition = { is: 'over' };
export const undecided: Condition = { is: 'undecided' };
export const met = (finding: Finding): Condition => ({ is: 'met', finding });

/** Whether there are so many at the end, and all of them are such. */
export function endsWith<Item>(
  items: readonly Item[],
  count: number,
  isSuch: (item: Item) => boolean,
): boolean {
  return items.length >= count && items.slice(-count).every(isSuch);
}

/** n of the last m seconds raise, some calm ones in a row end. */
export function secondsCondition(
  seconds: readonly KnownSecond[],
  rule: SecondsRule,
  {
    speaks,
    isCalm,
    finding = {},
  }: {
    readonly speaks: (second: KnownSecond) => boolean;
    readonly isCalm: (second: KnownSecond) => boolean;
    readonly finding?: Finding;
  },
): Condition {
  const newest = seconds.at(-1);
  const speaking = seconds.slice(-rule.windowSeconds).filter(speaks).length;
  if (speaking >= rule.seconds && newest !== undefined && speaks(newest)) return met(finding);
  return endsWith(seconds, rule.calmSeconds, isCalm) ? over : undecided;
}
