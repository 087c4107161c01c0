import type { BeatClass, ClassProbabilities } from '@beatwatch/contracts';
import type { Texts } from '../texts/texts.ts';
import { formatPercent } from './numbers.ts';

/** What a strip says above a beat; nothing above a normal one. */
export const beatClassLabel = (beatClass: BeatClass | undefined): string | undefined =>
  beatClass === undefined || beatClass === 'N' ? undefined : beatClass === 'U' ? '?' : beatClass;

/** Such as `ventricular (97 %), supraventricular (2 %)`: the most probable classes, two at most. */
export function formatClassProbabilities(t: Texts, probabilities: ClassProbabilities): string {
  const ranked = Object.entries(probabilities).sort(([, one], [, other]) => other - one);
  return ranked
    .slice(0, 2)
    .filter(([, probability], index) => index === 0 || probability >= worthNaming)
    .map(([name, probability]) => `${t.beats.classes[name as BeatClass]} (${formatPercent(t, probability)})`)
    .join(', ');
}

const worthNaming = 0.01;
