import { median } from '@beatwatch/statistics';
import { LeastSquares } from './least-squares.ts';
import { inPatientScale } from './patient-scale.ts';
import { learningSeconds, type StudyBeat, type StudyPatient } from './study-beats.ts';

/** Measures of one beat against its patient's first five minutes, or against nobody. */
export interface MeasuredBeat {
  readonly beat: StudyBeat;
  /** Distance to the patient's median beat, over the usual one. */
  readonly template: number;
  /** What the autoencoder leaves, less what it usually leaves of this patient, over the usual difference. */
  readonly adapted: number;
  /** Mean of what the autoencoder leaves. */
  readonly unadapted: number;
  /** What it leaves with a last layer that was fitted to the patient, over the usual. */
  readonly refitted: number;
  /** `unadapted` and `adapted` of a linear autoencoder with a code of the same size. */
  readonly linear: number;
  readonly linearAdapted: number;
  /** Features of the trees: template, size, breadth, prematurity and the like, without the autoencoder. */
  readonly features: readonly number[];
}

const fewestBeats = 30;
/** Parts of the window: before, within and after the QRS complex. */
const parts = [
  [0, 18],
  [18, 48],
  [48, 88],
] as const;

/** Reconstructions of the beats that matter, by their numbers. */
export type Reconstructions = ReadonlyMap<number, Float32Array>;

/** @param reconstructions by autoencoders that have not seen the patient */
export function measuredBeats(
  patient: StudyPatient,
  reconstructions: Readonly<Record<'autoencoder' | 'linear', Reconstructions>>,
): MeasuredBeat[] {
  const { beats } = patient;
  const chosen = [...reconstructions.autoencoder.keys()].sort((a, b) => a - b);
  const known = chosen.filter((index) => (beats[index]?.seconds ?? 0) < learningSeconds);
  if (known.length < fewestBeats) return [];
  const usual = medianOf(known.map((index) => beats[index]?.input ?? new Float32Array()));
  const distanceOf = (index: number): number => distance(beats[index]?.input, usual);
  const usualDistance = median(known.map(distanceOf));
  const own = errorMeasures(beats, reconstructions.autoencoder, known);
  const linear = errorMeasures(beats, reconstructions.linear, known);
  const refitted = refittedErrors(
    known.map((index) => ({
      input: beats[index]?.input,
      reconstruction: reconstructions.autoencoder.get(index),
    })),
  );
  const shape = shapeFeatures(inPatientScale(patient), known);
  return chosen.flatMap((index): MeasuredBeat[] => {
    const beat = beats[index];
    const reconstruction = reconstructions.autoencoder.get(index);
    if (beat === undefined || reconstruction === undefined || beat.seconds < learningSeconds) return [];
    return [
      {
        beat,
        template: distanceOf(index) / (usualDistance + 1e-3),
        adapted: own.adapted(index),
        unadapted: own.unadapted(index),
        refitted: refitted(beat.input, reconstruction),
        linear: linear.unadapted(index),
        linearAdapted: linear.adapted(index),
        features: [...shape(index), ...timing(beats, index)],
      },
    ];
  });
}

/** What an autoencoder leaves of a beat, as it is and less what it usually leaves of the patient. */
function errorMeasures(
  beats: readonly StudyBeat[],
  reconstructions: Reconstructions,
  known: readonly number[],
) {
  const errorOf = (index: number): Float32Array =>
    difference(beats[index]?.input ?? new Float32Array(), reconstructions.get(index) ?? new Float32Array());
  const usual = medianOf(known.map(errorOf));
  const distanceOf = (index: number): number => distance(errorOf(index), usual);
  const scale = median(known.map(distanceOf)) + 1e-3;
  return {
    unadapted: (index: number): number => meanSize(errorOf(index)),
    adapted: (index: number): number => distanceOf(index) / scale,
  };
}

/** Keeps the distances of a patient whose beats are all alike from growing, in usual sizes. */
const smallestDistance = 0.1;

/**
 * Features of each beat's shape against the patient's usual one; the first is the distance from it, over the usual one.
 * @param inputs the beats in the patient's scale, as they are or freed from noise
 * @param known numbers of the beats that the usual one is learned from
 */
export function shapeFeatures(
  inputs: readonly Float32Array[],
  known: readonly number[],
): (index: number) => number[] {
  const inputOf = (index: number): Float32Array => inputs[index] ?? new Float32Array();
  const usual = medianOf(known.map(inputOf));
  const scale = median(known.map((index) => distance(inputOf(index), usual))) + smallestDistance;
  const size = median(known.map((index) => Math.log(extent(inputOf(index)))));
  return (index) => {
    const input = inputOf(index);
    return [
      distance(input, usual) / scale,
      ...parts.map(([from, to]) => distance(input.subarray(from, to), usual.subarray(from, to))),
      correlation(input, usual),
      Math.log(extent(input)) - size,
      breadth(input) - breadth(usual),
      distance(input, inputs[index - 1] ?? usual),
      roughness(input),
    ];
  };
}

/** Penalty on the weights of a patient's last layer, for values of about 1. */
const ridge = 30;

/**
 * Puts a linear layer after the autoencoder, which makes its last one the patient's: fitted to every other known beat, and
 * measured on the rest.
 */
function refittedErrors(
  known: readonly {
    readonly input: Float32Array | undefined;
    readonly reconstruction: Float32Array | undefined;
  }[],
): (input: Float32Array, reconstruction: Float32Array) => number {
  const whole = known.flatMap(({ input, reconstruction }) =>
    input === undefined || reconstruction === undefined ? [] : [{ input, reconstruction }],
  );
  const size = whole[0]?.input.length ?? 0;
  const fit = new LeastSquares(size, size, ridge);
  whole.forEach(({ input, reconstruction }, index) => {
    if (index % 2 === 0) fit.add(reconstruction, difference(input, reconstruction));
  });
  const correction = fit.solve();
  const errorOf = (input: Float32Array, reconstruction: Float32Array): number =>
    distance(difference(input, reconstruction), correction(reconstruction));
  const usual = median(
    whole.flatMap(({ input, reconstruction }, index) =>
      index % 2 === 1 ? [errorOf(input, reconstruction)] : [],
    ),
  );
  return (input, reconstruction) => errorOf(input, reconstruction) / (usual + 1e-3);
}

/** How early the beat comes, how fast the last ones came, and how long the pause after it is. */
export function timing(beats: readonly StudyBeat[], index: number): number[] {
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

/** Peak to peak. */
function extent(values: Float32Array): number {
  let [low, high] = [0, 0.01];
  for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
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
const usually: { readonly known: number; readonly ofKind: number } = { known: 120, ofKind: 200 };

/** Numbers of the beats that matter, spread evenly over the recording. */
export function chosenBeats({ beats }: StudyPatient, most = usually): number[] {
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
