import { median } from '@beatwatch/statistics';
import { learningSeconds, type StudyPatient } from './study-beats.ts';

/** Fewest beats of the first minutes that tell a patient's usual size; else all beats do. */
const fewestKnown = 30;
const smallestMicrovolts = 20;
/** In usual sizes; anything beyond counts as this. */
const largestValue = 8;

/**
 * The beats of a patient in the root mean square of their usual ones, each with its median at 0. A beat is not scaled by
 * itself, as noise would make it smaller.
 */
export function inPatientScale({ beats }: StudyPatient): Float32Array[] {
  const known = beats.filter(({ seconds }) => seconds < learningSeconds);
  const sizes = (known.length < fewestKnown ? beats : known).map(({ beat }) => sizeOf(beat.samples));
  const usual = Math.max(smallestMicrovolts, sizes.length === 0 ? 0 : median(sizes));
  return beats.map(({ beat }) => levelled(beat.samples.map((value) => value / usual)));
}

/** The values with their median at 0, within limits. */
export function levelled(values: Float32Array): Float32Array {
  const level = median(values);
  return values.map((value) => Math.min(largestValue, Math.max(-largestValue, value - level)));
}

function sizeOf(samples: Float32Array): number {
  const level = median(samples);
  return Math.sqrt(samples.reduce((sum, value) => sum + (value - level) ** 2, 0) / samples.length);
}
