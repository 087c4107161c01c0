import { median } from '@beatwatch/statistics';

/** Beats of one window; in normal rhythm some 13 s. */
export const beatsPerWindow = 16;

/** A beat as the live path cuts it. */
export interface SequenceBeat {
  /** From the recording's start. */
  readonly seconds: number;
  /** To the next R peak. */
  readonly rrMs: number;
  /** 88 values, 8 ms apart, microvolts. */
  readonly samples: Float32Array;
}

/** What is compared: the same beats as one beat, as their mean, as their rhythm, and as all of it. */
export const sequenceNames = ['beat', 'mean beat', 'rhythm', 'mean beat and rhythm'] as const;
export type SequenceName = (typeof sequenceNames)[number];

/** Measures without labels or training. */
export const measureNames = [
  'RR irregularity',
  'median RR change',
  'rate',
  'template distance',
  'largest template distance',
  'poor signal',
] as const;
type MeasureName = (typeof measureNames)[number];

export interface DescribedWindow {
  readonly sequences: Readonly<Record<Exclude<SequenceName, 'beat'>, Float32Array>>;
  /** Each beat on its own. */
  readonly beats: readonly Float32Array[];
  /** Higher is less normal. */
  readonly measures: Readonly<Record<MeasureName, number>>;
}

/** Every second value of a beat: 16 ms apart. */
const stride = 2;
/** Microvolts that are added to a deviation, so that a flat line does not become large. */
const smallestDeviation = 20;
/** Brings log ratios of RR intervals to the size of a beat's values. */
const rrScale = 5;
const deviationScale = 0.7;
const rateScale = 2;
const usualRrMs = 800;

/**
 * Describes consecutive beats: their median beat, how far each is from it, and their RR intervals.
 * @param beats `beatsPerWindow` of them
 * @param quality mean quality index of the window's seconds, 0 to 1
 */
export function describeWindow(beats: readonly SequenceBeat[], quality: number): DescribedWindow {
  const rrMs = beats.map((beat) => Math.min(3000, Math.max(150, beat.rrMs)));
  const usual = median(rrMs);
  const levelled = beats.map(({ samples }) => levelledBeat(samples));
  const meanBeat = medianBeat(levelled);
  const size = meanBeat.reduce((sum, value) => sum + Math.abs(value), 0) / meanBeat.length + 10;
  const distances = levelled.map((beat) => meanDistance(beat, meanBeat) / size);
  const changes = rrMs.slice(1).map((rr, index) => Math.abs(rr - (rrMs[index] ?? rr)) / usual);
  const logRate = Math.log(usual / usualRrMs);
  const rhythm = beats.flatMap((_, index) => [
    rrScale * Math.log((rrMs[index] ?? usual) / usual),
    deviationScale * Math.log((distances[index] ?? 0) + 0.03),
  ]);
  const shape = inputOf(meanBeat);
  return {
    sequences: {
      'mean beat': shape,
      rhythm: Float32Array.from([rateScale * logRate, ...rhythm]),
      'mean beat and rhythm': Float32Array.from([...shape, rateScale * logRate, ...rhythm]),
    },
    beats: levelled.map(inputOf),
    measures: {
      'RR irregularity': Math.sqrt(changes.reduce((sum, change) => sum + change ** 2, 0) / changes.length),
      'median RR change': median(changes),
      rate: Math.abs(logRate),
      'template distance': distances.reduce((sum, distance) => sum + distance, 0) / distances.length,
      'largest template distance': secondLargest(distances),
      'poor signal': 1 - quality,
    },
  };
}

/** The second largest value: one odd beat alone is no rhythm. */
export const secondLargest = (values: readonly number[]): number =>
  values.toSorted((a, b) => b - a)[1] ?? values[0] ?? 0;

function levelledBeat(samples: Float32Array): Float32Array {
  const level = median([...samples]);
  return samples.map((value) => value - level);
}

const medianBeat = (beats: readonly Float32Array[]): Float32Array =>
  Float32Array.from({ length: beats[0]?.length ?? 0 }, (_, at) => median(beats.map((beat) => beat[at] ?? 0)));

const meanDistance = (beat: Float32Array, other: Float32Array): number =>
  beat.reduce((sum, value, at) => sum + Math.abs(value - (other[at] ?? 0)), 0) / beat.length;

/** A beat with a deviation of about 1, each second value. */
function inputOf(beat: Float32Array): Float32Array {
  const mean = beat.reduce((sum, value) => sum + value, 0) / beat.length;
  const variance = beat.reduce((sum, value) => sum + (value - mean) ** 2, 0) / beat.length;
  const size = Math.sqrt(variance) + smallestDeviation;
  return Float32Array.from(
    { length: Math.ceil(beat.length / stride) },
    (_, index) => (beat[index * stride] ?? 0) / size,
  );
}
