import { figureNames, figureTitles, signed, type FigureName } from './figures.ts';
import type { PairedFigures } from './paired-bootstrap.ts';

/** When a challenger may replace the champion. */
export interface PromotionRule {
  /** Least gain of one figure on one set, of those that decide about alarms. Default 0.002. */
  readonly betterBy: number;
  /** Greatest loss of any figure on any set. Default 0.01. */
  readonly worseBy: number;
}

export const promotionDefaults: PromotionRule = { betterBy: 0.002, worseBy: 0.01 };

export interface Verdict {
  readonly promote: boolean;
  /** Whether to promote, and why. */
  readonly sentence: string;
  /** Gains and losses beyond the rule's limits, one sentence each. */
  readonly reasons: readonly string[];
}

/** A set with its outcome. */
export interface ComparedSet {
  readonly name: string;
  readonly title: string;
  readonly figures: PairedFigures;
}

/** Those that alarms come from: a gain of the others is no gain for people. */
const deciding: readonly FigureName[] = figureNames.filter((name) => name !== 'lossSeparation');

/**
 * A challenger is to be promoted if it gains on some set, and the gain is no chance (the interval of 95 % is above 0), and
 * loses too much nowhere. The reconstruction loss, which changes with the seed of a training, counts as lost where that is no
 * chance either: it shows what an autoencoder has learned that it should not have. Without a reference set nothing is promoted: labels of a ward alone cannot show what was forgotten.
 * @param reference sets whose annotations no label of the ward can change
 */
export function verdictOf(
  {
    reference,
    labelled,
  }: { readonly reference: readonly ComparedSet[]; readonly labelled: readonly ComparedSet[] },
  { betterBy, worseBy }: PromotionRule,
): Verdict {
  if (reference.length === 0) {
    return {
      promote: false,
      sentence:
        'Do not promote: no reference set could be read, so nobody knows what the challenger has forgotten.',
      reasons: [],
    };
  }
  const changes = [...reference, ...labelled].flatMap(({ title, figures }) =>
    figureNames.flatMap((name) => {
      const difference = figures.difference[name];
      return difference === undefined ? [] : [{ title, name, ...difference }];
    }),
  );
  const losses = changes
    .filter(
      ({ name, estimate, interval: [, high] }) =>
        estimate < -worseBy && (deciding.includes(name) || high < 0),
    )
    .sort((a, b) => a.estimate - b.estimate);
  const gains = changes
    .filter(
      ({ name, estimate, interval: [low] }) => deciding.includes(name) && estimate >= betterBy && low > 0,
    )
    .sort((a, b) => b.estimate - a.estimate);
  const reasons = [...losses, ...gains].map(
    ({ title, name, estimate, interval: [low, high] }) =>
      `${figureTitles[name]} on ${title}: ${signed(estimate)} (95 % interval ${signed(low)} to ${signed(high)}).`,
  );
  const [loss] = losses;
  const [gain] = gains;
  const described = ({ title, name, estimate }: (typeof changes)[number]): string =>
    `${lowerFirst(figureTitles[name])} on ${title} by ${Math.abs(estimate).toFixed(4)}`;
  const suspicion =
    loss?.name === 'lossSeparation'
      ? ': it rebuilds anomalous beats almost as normal ones, as if it had learned from some'
      : '';
  if (loss !== undefined) {
    return {
      promote: false,
      sentence: `Do not promote: the challenger is worse in ${described(loss)}, and more than ${worseBy} is allowed nowhere${suspicion}.`,
      reasons,
    };
  }
  if (gain === undefined) {
    return {
      promote: false,
      sentence: `Do not promote: the challenger is nowhere better by ${betterBy} or more beyond chance.`,
      reasons,
    };
  }
  return {
    promote: true,
    sentence: `Promote: the challenger is better in ${described(gain)}, and nowhere worse by more than ${worseBy}.`,
    reasons,
  };
}

const lowerFirst = (text: string): string =>
  text.startsWith('AUROC') ? text : text.slice(0, 1).toLowerCase() + text.slice(1);
