import type { BeatClass, ClassProbabilities } from '@beatwatch/contracts';
import { formatPercent } from './numbers.ts';

/** Names of the classes within a sentence. */
export const beatClassNames: Readonly<Record<BeatClass, string>> = {
  N: 'normal',
  S: 'supraventricular',
  V: 'ventricular',
  F: 'fusion',
  P: 'paced',
  U: 'unknown',
};

/** What a strip says above a beat; nothing above a normal one. */
export const beatClassLabel = (beatClass: BeatClass | undefined): string | undefined =>
  beatClass === undefined || beatClass === 'N' ? undefined : beatClass === 'U' ? '?' : beatClass;

/** Such as `ventricular (97 %), supraventricular (2 %)`: the most probable classes, two at most. */
export function formatClassProbabilities(probabilities: ClassProbabilities): string {
  const ranked = Object.entries(probabilities).sort(([, one], [, other]) => other - one);
  return ranked
    .slice(0, 2)
    .filter(([, probability], index) => index === 0 || probability >= worthNaming)
    .map(([name, probability]) => `${beatClassNames[name as BeatClass]} (${formatPercent(probability)})`)
    .join(', ');
}

const worthNaming = 0.01;
