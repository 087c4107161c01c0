import { changesOf, type ComparedOn, type FigureChange } from './figure-changes.ts';
import type { PromotionRule } from './promotion-limits.ts';

export interface Verdict {
  readonly promote: boolean;
  /** Whether to promote, and why. */
  readonly sentence: string;
  /** Gains and losses beyond the rule's limits, one sentence each. */
  readonly reasons: readonly string[];
}

/**
 * A challenger is to be promoted if it gains on some set, and the gain is no chance (the interval of 95 % is above 0), loses too much
 * nowhere, and on the reference sets and their records leaves no great loss open. The reconstruction loss, which changes with the
 * seed of a training, counts as lost where that is no chance either: it shows what an autoencoder has learned that it should not
 * have. Without a reference set nothing is promoted: labels of a ward alone cannot show what was forgotten.
 */
export function verdictOf(compared: ComparedOn, rule: PromotionRule): Verdict {
  if (compared.reference.length === 0) {
    return {
      promote: false,
      sentence:
        'Do not promote: no reference set could be read, so nobody knows what the challenger has forgotten.',
      reasons: [],
    };
  }
  const changes = changesOf(compared, rule);
  const losses = changes.filter(isLost).sort((a, b) => a.gain - b.gain);
  const open = changes.filter((change) => !isLost(change) && isOpen(change)).sort(byOpenLoss);
  const gains = changes.filter(isGained).sort((a, b) => b.gain - a.gain);
  const reasons = [...losses, ...open, ...gains].map(({ what, told }) => `${upperFirst(what)}: ${told}.`);
  return { ...decisionOn({ losses, open, gains }, rule), reasons };
}

/** Whether beats alone speak against the challenger, whatever its alarms are. */
export const isWorseInBeats = (compared: Omit<ComparedOn, 'alarms'>, rule: PromotionRule): boolean =>
  compared.reference.length === 0 ||
  changesOf(compared, rule).some((change) => isLost(change) || isOpen(change));

function decisionOn(
  {
    losses: [loss],
    open: [open],
    gains: [gain],
  }: Readonly<Record<'losses' | 'open' | 'gains', readonly FigureChange[]>>,
  { betterBy, worseBy }: PromotionRule,
): Pick<Verdict, 'promote' | 'sentence'> {
  const by = ({ what, gain: amount, shown }: FigureChange): string => `${what} by ${shown(Math.abs(amount))}`;
  if (loss !== undefined) {
    const sentence = `Do not promote: the challenger is worse in ${by(loss)}, and more than ${worseBy} is allowed nowhere${suspicionOf(loss)}.`;
    return { promote: false, sentence };
  }
  if (open !== undefined) {
    const { what, openLoss, limits, shown } = open;
    const sentence = `Do not promote: the challenger may be worse in ${what} by up to ${shown(openLoss)}, and more than ${shown(limits.open ?? 0)} has to be ruled out.`;
    return { promote: false, sentence };
  }
  if (gain === undefined) {
    const sentence = `Do not promote: the challenger is nowhere better by ${betterBy} or more beyond chance.`;
    return { promote: false, sentence };
  }
  const sentence = `Promote: the challenger is better in ${by(gain)}, and nowhere worse by more than ${worseBy}.`;
  return { promote: true, sentence };
}

const isLost = ({ name, gain, interval: [, high], limits: { loss } }: FigureChange): boolean =>
  loss !== undefined && gain < -loss && (name !== 'lossSeparation' || high < 0);

const isOpen = ({ openLoss, limits: { open } }: FigureChange): boolean =>
  open !== undefined && openLoss > open;

const isGained = ({ gain, interval: [low], limits }: FigureChange): boolean =>
  limits.gain !== undefined && gain >= limits.gain && low > 0;

/** By how many times what may be left open. */
const byOpenLoss = (a: FigureChange, b: FigureChange): number =>
  b.openLoss / (b.limits.open ?? 1) - a.openLoss / (a.limits.open ?? 1);

const suspicionOf = ({ name }: FigureChange): string =>
  name === 'lossSeparation'
    ? ': it rebuilds anomalous beats almost as normal ones, as if it had learned from some'
    : '';

const upperFirst = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
