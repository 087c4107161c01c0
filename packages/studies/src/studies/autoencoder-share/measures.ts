import { median } from '@beatwatch/statistics';
import type { StudyBeat, StudyPatient } from './study-beats.ts';

/** Measures of one beat against its patient's first five minutes, or against nobody. */
export interface MeasuredBeat {
  readonly beat: StudyBeat;
  /** Distance to the patient's median beat, over the usual one. */
  readonly template: number;
  /** What the autoencoder leaves, less what it usually leaves of this patient, over the usual difference. */
  readonly adapted: number;
  /** Mean of what the autoencoder leaves. */
  readonly unadapted: number;
  /** Features of the trees: template, size, breadth, prematurity and the like, without the autoencoder. */
  readonly features: readonly number[];
}

/** The patient's first minutes, from which nothing is judged. */
export const learningSeconds = 300;
const fewestBeats = 30;
/** Parts of the window: before, within and after the QRS complex. */
const parts = [
  [0, 18],
  [18, 48],
  [48, 88],
] as const;

/** @param reconstructions of the beats that matter, by their numbers, by an autoencoder that has not seen the patient */
export function measuredBeats(
  { beats }: StudyPatient,
  reconstructions: ReadonlyMap<number, Float32Array>,
): MeasuredBeat[] {
  const errors = beats.map(({ input }, index) => {
    const reconstruction = reconstructions.get(index);
    return reconstruction && difference(input, reconstruction);
  });
  const known = beats.flatMap(({ seconds }, index) =>
    seconds < learningSeconds && errors[index] !== undefined ? [index] : [],
  );
  if (known.length < fewestBeats) return [];
  const usual = medianOf(known.map((index) => beats[index]?.input ?? new Float32Array()));
  const usualError = medianOf(known.flatMap((index) => errors[index] ?? []));
  const distanceOf = (index: number): number => distance(beats[index]?.input, usual);
  const errorOf = (index: number): number => distance(errors[index], usualError);
  const scales = { template: median(known.map(distanceOf)), error: median(known.map(errorOf)) };
  const size = median(known.map((index) => Math.log(extent(beats[index]))));
  return beats.flatMap((beat, index): MeasuredBeat[] => {
    const error = errors[index];
    if (beat.seconds < learningSeconds || error === undefined) return [];
    const template = distanceOf(index) / (scales.template + 1e-3);
    return [
      {
        beat,
        template,
        adapted: errorOf(index) / (scales.error + 1e-3),
        unadapted: meanSize(error),
        features: [
          template,
          ...parts.map(([from, to]) => distance(beat.input.subarray(from, to), usual.subarray(from, to))),
          correlation(beat.input, usual),
          Math.log(extent(beat)) - size,
          breadth(beat.input) - breadth(usual),
          distance(beat.input, beats[index - 1]?.input ?? usual),
          roughness(beat.input),
          ...timing(beats, index),
        ],
      },
    ];
  });
}

/** How early the beat comes, how fast the last ones came, and how long the pause after it is. */
function timing(beats: readonly StudyBeat[], index: number): number[] {
  const before = beats.slice(Math.max(0, index - 10), index).map(({ beat }) => beat.rrIntervalMs);
  const usual = before.length === 0 ? Number.NaN : median(before);
  const { precedingRrIntervalMs, rrIntervalMs = Number.NaN } = beats[index]?.beat ?? {};
  return [
    Math.log(usual / (precedingRrIntervalMs ?? Number.NaN)),
    Math.log(rrIntervalMs / usual),
    Math.log(rrIntervalMs / (precedingRrIntervalMs ?? Number.NaN)),
  ];
}

const difference = (a: Float32Array, b: Float32Array): Float32Array =>
  a.map((value, index) => value - (b[index] ?? 0));

export const medianOf = (rows: readonly Float32Array[]): Float32Array =>
  Float32Array.from({ length: rows[0]?.length ?? 0 }, (_, index) =>
    median(rows.map((row) => row[index] ?? 0)),
  );

/** Mean absolute difference. */
export function distance(a: Float32Array | undefined, b: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < b.length; index += 1) sum += Math.abs((a?.[index] ?? 0) - (b[index] ?? 0));
  return sum / b.length;
}

const meanSize = (values: Float32Array): number =>
  values.reduce((sum, value) => sum + Math.abs(value), 0) / values.length;

/** Peak to peak, microvolts. */
function extent(beat: StudyBeat | undefined): number {
  let [low, high] = [0, 1];
  for (const value of beat?.beat.samples ?? []) [low, high] = [Math.min(low, value), Math.max(high, value)];
  return high - low;
}

/** Share of the window beyond half of its largest deviation. */
function breadth(values: Float32Array): number {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return values.filter((value) => Math.abs(value) > largest / 2).length / values.length;
}

function roughness(values: Float32Array): number {
  let sum = 0;
  for (let index = 2; index < values.length; index += 1) {
    sum += Math.abs((values[index] ?? 0) - 2 * (values[index - 1] ?? 0) + (values[index - 2] ?? 0));
  }
  return sum / values.length;
}

function correlation(a: Float32Array, b: Float32Array): number {
  let [products, squaresA, squaresB] = [0, 1e-9, 1e-9];
  for (let index = 0; index < a.length; index += 1) {
    const [x, y] = [a[index] ?? 0, b[index] ?? 0];
    products += x * y;
    squaresA += x * x;
    squaresB += y * y;
  }
  return products / Math.sqrt(squaresA * squaresB);
}

/** Most beats of one patient that the reference is learned from, and most of each kind that are measured. */
const most = { known: 120, ofKind: 200 } as const;

/** Numbers of the beats that matter, spread evenly over the recording. */
export function chosenBeats({ beats }: StudyPatient): number[] {
  const groups = new Map<string, number[]>();
  beats.forEach(({ seconds, kind }, index) => {
    const group = seconds < learningSeconds ? 'known' : kind;
    if (group === undefined) return;
    const members = groups.get(group);
    if (members === undefined) groups.set(group, [index]);
    else members.push(index);
  });
  return [...groups].flatMap(([group, members]) =>
    evenly(members, group === 'known' ? most.known : most.ofKind),
  );
}

/** The items, or `count` of them, spread evenly. */
export function evenly<Item>(items: readonly Item[], count: number): Item[] {
  const step = Math.max(1, items.length / count);
  return Array.from(
    { length: Math.min(items.length, count) },
    (_, index) => items[Math.floor(index * step)],
  ).flatMap((item) => item ?? []);
}
