import type { BeatClass } from '@beatwatch/contracts';
import type { ScoringEngine } from '@beatwatch/model-core';
import type { ReferenceSet } from '../comparison/reference-set.ts';
import type { ClassRow } from './class-row.ts';
import { sequenceFeatures } from './sequence-features.ts';

/**
 * Of the beats of these classes only every eighth or second is learned from, with as much more weight: normal ones are nearly all
 * of them, and where they count less the trees lean to the other classes.
 */
const thinned: Readonly<Partial<Record<BeatClass, number>>> = { N: 8, S: 2 };

/** Annotated beats of reference sets, so that what a ward's labels say is learned beside them and not in their place. */
export async function referenceRows(
  sets: readonly ReferenceSet[],
  engine: Pick<ScoringEngine, 'score' | 'sampleCount'>,
  onSequence?: () => void,
): Promise<ClassRow[]> {
  const rows: ClassRow[] = [];
  for (const { patient, beats } of sets.flatMap(({ sequences }) => sequences)) {
    onSequence?.();
    const features = await sequenceFeatures(beats, engine);
    const seen = new Map<BeatClass, number>();
    beats.forEach(({ beatClass }, index) => {
      const values = features[index];
      if (beatClass === undefined || values === undefined) return;
      const count = seen.get(beatClass) ?? 0;
      seen.set(beatClass, count + 1);
      const step = thinned[beatClass] ?? 1;
      if (count % step === 0)
        rows.push({ features: values, target: beatClass, source: 'reference', patient, beats: step });
    });
  }
  return rows;
}
