import type { Vote } from './labeller-trust.ts';

/** How far two voters agree beyond chance. */
export interface Agreement {
  /** Alarms that both voted on. */
  readonly alarms: number;
  /** Cohen's kappa: 1 always, 0 as by chance; NaN where one of them always says the same. */
  readonly kappa: number;
}

/**
 * Cohen's kappa of two voters (Cohen 1960, doi:10.1177/001316446002000104).
 * @param rare least share of either verdict of each voter below which nothing can be said
 */
export function agreementOf(one: readonly Vote[], other: readonly Vote[], rare: number): Agreement {
  const verdicts = new Map(other.map(({ episodeId, isFalse }) => [episodeId, isFalse]));
  const pairs = one.flatMap(({ episodeId, isFalse }) => {
    const opposite = verdicts.get(episodeId);
    return opposite === undefined ? [] : [[isFalse, opposite] as const];
  });
  const alarms = pairs.length;
  const [a, b] = [0, 1].map((side) => pairs.filter((pair) => pair[side] === true).length / alarms);
  const isOneSided = [a, b].some((share = 0) => !(share >= rare && share <= 1 - rare));
  if (a === undefined || b === undefined || isOneSided) return { alarms, kappa: Number.NaN };
  const observed = pairs.filter(([first, second]) => first === second).length / alarms;
  const byChance = a * b + (1 - a) * (1 - b);
  return { alarms, kappa: (observed - byChance) / (1 - byChance) };
}
