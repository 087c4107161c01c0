import type { LabelledBeat } from '@beatwatch/recordings';
import { ecg5000Classes } from './classes.ts';

/** A description of the data before training. Amplitudes are z-scores, without unit. */
export interface DataProfile {
  readonly beats: number;
  readonly samplesPerBeat: number;
  readonly missingValues: number;
  /** Beats whose samples equal those of an earlier beat. */
  readonly duplicates: number;
  readonly classes: readonly ClassProfile[];
  /** `[step][step]`: Pearson's correlation over all beats between the amplitudes at two time steps; -1..1. */
  readonly correlation: readonly (readonly number[])[];
}

interface ClassProfile {
  readonly label: string;
  readonly name: string;
  readonly count: number;
  readonly minimum: number;
  readonly maximum: number;
  /** `[step]`: mean over the class' beats, smoothed. */
  readonly mean: readonly number[];
  /** `[step]`: standard deviation over the class' beats, smoothed. */
  readonly sigma: readonly number[];
}

/** Samples over which a curve of a class is smoothed, as in the study. */
export const smoothingSamples = 10;

export function dataProfile(beats: readonly LabelledBeat[]): DataProfile {
  const samplesPerBeat = beats[0]?.samples.length ?? 0;
  const texts = beats.map(({ samples }) => samples.join());
  return {
    beats: beats.length,
    samplesPerBeat,
    missingValues: beats.reduce(
      (sum, { samples }) => sum + samples.filter((value) => !Number.isFinite(value)).length,
      0,
    ),
    duplicates: texts.length - new Set(texts).size,
    classes: ecg5000Classes.flatMap(({ label, name }) => {
      const members = beats.filter((beat) => beat.label === label).map(({ samples }) => samples);
      return members.length === 0 ? [] : [classProfile(label, name, members)];
    }),
    correlation: stepCorrelation(beats.map(({ samples }) => samples)),
  };
}

function classProfile(label: string, name: string, beats: readonly Float32Array[]): ClassProfile {
  const { means, sigmas } = stepMoments(beats);
  let [minimum, maximum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const beat of beats)
    for (const value of beat) {
      minimum = Math.min(minimum, value);
      maximum = Math.max(maximum, value);
    }
  return {
    label,
    name,
    count: beats.length,
    minimum,
    maximum,
    mean: smoothed(means),
    sigma: smoothed(sigmas),
  };
}

function stepMoments(beats: readonly Float32Array[]): { means: Float64Array; sigmas: Float64Array } {
  const means = new Float64Array(beats[0]?.length ?? 0);
  const sigmas = new Float64Array(means.length);
  for (let step = 0; step < means.length; step++) {
    let sum = 0;
    for (const beat of beats) sum += beat[step] ?? Number.NaN;
    const mean = sum / beats.length;
    let squares = 0;
    for (const beat of beats) squares += ((beat[step] ?? Number.NaN) - mean) ** 2;
    means[step] = mean;
    sigmas[step] = Math.sqrt(squares / beats.length);
  }
  return { means, sigmas };
}

/** Moving average; the window is shorter at the ends. */
function smoothed(values: Float64Array): number[] {
  const half = smoothingSamples / 2;
  return Array.from(values, (_, index) => {
    const window = values.subarray(Math.max(0, index - half), index + half);
    return window.reduce((sum, value) => sum + value, 0) / window.length;
  });
}

/** @returns NaN for a step that is the same in every beat */
export function stepCorrelation(beats: readonly Float32Array[]): number[][] {
  const { means, sigmas } = stepMoments(beats);
  const steps = Array.from(means, (mean, step) =>
    Float64Array.from(beats, (beat) => ((beat[step] ?? Number.NaN) - mean) / (sigmas[step] ?? Number.NaN)),
  );
  return steps.map((a) =>
    steps.map((b) => {
      let sum = 0;
      for (let index = 0; index < a.length; index++) sum += (a[index] ?? 0) * (b[index] ?? 0);
      return sum / a.length;
    }),
  );
}
