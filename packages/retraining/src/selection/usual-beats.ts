import { madToSigma, median, medianAbsoluteDeviation } from '@beatwatch/statistics';
import type { SelectionSettings } from './settings.ts';

/** What tells one beat from another. */
export interface FormedBeat {
  /** `[values]`, in the unit of the preprocessing. */
  readonly samples: Float32Array;
  /** From the R peak before; absent for the first beat of a segment. */
  readonly precedingRrIntervalMs?: number;
}

export type UsualBeatsSettings = Pick<
  SelectionSettings,
  'neighbourShare' | 'mostDeviations' | 'mostEarlyDeviations'
>;

/** Beats below which nothing can be said of what is usual. */
export const fewestBeats = 20;
/** Octaves by which any beat may come early. */
const everydayEarly = 0.1;

/**
 * What is usual among beats of one lead of one patient, some of which are ectopic without anyone knowing.
 *
 * The form of a beat is judged by the distance to the beat at the given share of all, by similarity: with 40 %, ectopic beats
 * of one form that are less than 40 % of all never have enough neighbours. The logarithm of the distance, and how early a
 * beat comes, are judged by median and median absolute deviation, which a minority cannot move far (Rousseeuw & Croux
 * 1993, doi:10.1080/01621459.1993.10476408). What this leaves of ectopic beats: docs/decisions/retraining.md.
 */
export class UsualBeats {
  readonly #forms: readonly Float32Array[];
  readonly #spread: number;
  readonly #neighbour: number;
  readonly #farthest: number;
  readonly #rrMs: number;
  readonly #earliest: number;
  /** Whether each of the beats that this was made of is usual, in their order. */
  readonly usual: readonly boolean[];

  /** @param beats 20 or more */
  constructor(beats: readonly FormedBeat[], settings: UsualBeatsSettings) {
    const { neighbourShare, mostDeviations, mostEarlyDeviations } = settings;
    this.#spread = Math.max(1e-6, median(beats.map(({ samples }) => spreadOf(samples))));
    this.#forms = beats.map((beat) => this.#formOf(beat));
    this.#neighbour = Math.max(1, Math.ceil(neighbourShare * beats.length));
    const distances = ownDistances(this.#forms, this.#neighbour).map(logOf);
    this.#farthest = median(distances) + mostDeviations * robustDeviation(distances);
    const intervals = beats.flatMap(({ precedingRrIntervalMs: rrMs }) => (rrMs === undefined ? [] : [rrMs]));
    this.#rrMs = median(intervals);
    const early = beats.map((beat) => this.#earlyBy(beat));
    this.#earliest = Math.max(everydayEarly, mostEarlyDeviations * robustDeviation(early));
    this.usual = distances.map(
      (distance, index) => distance <= this.#farthest && (early[index] ?? 0) <= this.#earliest,
    );
  }

  /** How far a further beat is beyond the last usual one, in form or in time: 0 or less for a usual one. */
  excessOf(beat: FormedBeat): number {
    const form = this.#formOf(beat);
    const distances = Float64Array.from(this.#forms, (other) => distanceOf(form, other)).sort();
    const distance = logOf(distances[this.#neighbour - 1] ?? Number.POSITIVE_INFINITY);
    return Math.max(distance - this.#farthest, this.#earlyBy(beat) - this.#earliest);
  }

  /** The samples about their median, over the usual spread: a beat keeps its height beside the others. */
  #formOf({ samples }: FormedBeat): Float32Array {
    const level = median(samples);
    return samples.map((value) => (value - level) / this.#spread);
  }

  /** Octaves from the usual interval, above 0 for an early beat; 0 where nothing came before. */
  #earlyBy({ precedingRrIntervalMs: rrMs }: FormedBeat): number {
    return rrMs === undefined ? 0 : Math.log2(this.#rrMs / rrMs);
  }
}

const logOf = (distance: number): number => Math.log(distance + 1e-6);

const robustDeviation = (values: readonly number[]): number => madToSigma * medianAbsoluteDeviation(values);

/** Root mean square about the median. */
function spreadOf(samples: Float32Array): number {
  const level = median(samples);
  let squares = 0;
  for (const value of samples) squares += (value - level) ** 2;
  return Math.sqrt(squares / samples.length);
}

function ownDistances(forms: readonly Float32Array[], neighbour: number): number[] {
  const rows = forms.map(() => new Float64Array(forms.length));
  for (const [index, form] of forms.entries()) {
    for (let other = index + 1; other < forms.length; other += 1) {
      const distance = distanceOf(form, forms[other] ?? form);
      const [row, column] = [rows[index], rows[other]];
      if (row !== undefined) row[other] = distance;
      if (column !== undefined) column[index] = distance;
    }
  }
  // The first of a row is the beat itself.
  return rows.map((row) => row.sort()[Math.min(neighbour, row.length - 1)] ?? 0);
}

/** Mean absolute difference. */
function distanceOf(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index += 1) sum += Math.abs((a[index] ?? 0) - (b[index] ?? 0));
  return sum / a.length;
}
