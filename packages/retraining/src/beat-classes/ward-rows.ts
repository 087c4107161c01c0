import type { BeatClassModel } from '@beatwatch/adaptation';
import { classLogits, softmax } from '@beatwatch/boosted-trees';
import { classProbabilitiesOf, mostProbableClass, type ClassProbabilities } from '@beatwatch/contracts';
import type { ScoringEngine } from '@beatwatch/model-core';
import type { SelectedBeat } from '@beatwatch/timescale';
import type { ClassRow } from './class-row.ts';
import { sequenceFeatures } from './sequence-features.ts';

/** What a base model makes of beats. */
export interface RowBase {
  /** Of the autoencoder. */
  readonly engine: Pick<ScoringEngine, 'score' | 'sampleCount'>;
  readonly trees: BeatClassModel['trees'];
}

/** A beat is followed by its like within this time, or the patient was not watched. */
const longestPauseUs = 10_000_000;
/** What a model sees before a test's beats, and a minute more, is not learned from. */
const beforeTestUs = 660_000_000;
/** Probability of the base model's class from which a beat that nobody labelled keeps that class. */
const certain = 0.9;

interface WardRows {
  readonly train: readonly ClassRow[];
  /** Beats of labelled alarms that the training does not see. */
  readonly validation: readonly ClassRow[];
}

/**
 * What beats of a ward tell of classes: those of labelled false alarms are from above the ventricles, whatever the base model
 * says, those of true ones ventricular, and what was before them is what the base model is certain of.
 * @param beats of a selection with contexts
 * @param onSequence called before each lead of each patient
 */
export async function wardRows(
  beats: readonly SelectedBeat[],
  { engine, trees }: RowBase,
  onSequence?: () => void,
): Promise<WardRows> {
  const train: ClassRow[] = [];
  const validation: ClassRow[] = [];
  for (const sequence of watchedSequences(beats)) {
    onSequence?.();
    const features = await sequenceFeatures(sequence, engine);
    const testFromUs = Math.min(
      ...sequence.flatMap((beat) => (beat.part === 'test' ? [beat.beat.timeUs - beforeTestUs] : [])),
    );
    sequence.forEach((selected, index) => {
      const values = features[index];
      if (values === undefined || selected.beat.timeUs >= testFromUs) return;
      const row = rowOf(selected, classProbabilitiesOf(softmax(classLogits(trees, values))));
      if (row === undefined) return;
      const rows = selected.part === 'validation' ? validation : train;
      rows.push({ ...row, features: values, patient: selected.beat.patientId });
    });
  }
  return { train, validation };
}

function rowOf(
  { part, normal, labelled, learnable }: SelectedBeat,
  probabilities: ClassProbabilities,
): Pick<ClassRow, 'target' | 'source'> | undefined {
  if (part !== 'test' && labelled) {
    if (normal === false) return { target: 'V', source: 'true alarm' };
    // What it is instead nobody has said.
    return { target: probabilities.S > probabilities.N ? 'S' : 'N', source: 'false alarm' };
  }
  if (part === 'test' || part === 'validation' || !learnable) return undefined;
  const target = mostProbableClass(probabilities);
  return probabilities[target] >= certain ? { target, source: 'context' } : undefined;
}

/** Beats of each lead of each patient in order of time, without those that were drawn alone from a time that is not there. */
function watchedSequences(beats: readonly SelectedBeat[]): SelectedBeat[][] {
  const byLead = new Map<string, SelectedBeat[]>();
  for (const selected of beats) {
    const key = JSON.stringify([selected.beat.patientId, selected.beat.lead]);
    const known = byLead.get(key);
    if (known === undefined) byLead.set(key, [selected]);
    else known.push(selected);
  }
  return [...byLead.values()].map((of) => {
    const sorted = of.toSorted((a, b) => a.beat.timeUs - b.beat.timeUs);
    return sorted.filter(({ beat }, index) => {
      const [before, after] = [sorted[index - 1], sorted[index + 1]];
      const isNear = (other: SelectedBeat | undefined): boolean =>
        other !== undefined && Math.abs(other.beat.timeUs - beat.timeUs) <= longestPauseUs;
      return isNear(before) || isNear(after);
    });
  });
}
