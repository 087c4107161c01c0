import { createSeededRandom, mean, quantile } from '@beatwatch/statistics';

/** A score of one beat. */
export interface RankedBeat {
  /** Number of its patient, from 0. */
  readonly patient: number;
  readonly positive: boolean;
  /** By method. */
  readonly scores: Readonly<Record<string, number>>;
}

/** AUROC over all beats, and the interval that holds 95 % of the resampled sets of patients. */
export interface Auroc extends Interval {
  /** The same for the difference from each other method that it is compared with. */
  readonly gains: Readonly<Record<string, Interval>>;
}

interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export interface ResampleOptions {
  /** The methods that the others are compared with. */
  readonly against: readonly string[];
  readonly resamples: number;
  readonly seed: number;
}

/**
 * Ranks beats by each method, and resamples their patients. Of methods that differ only after a `#` in their names, such as
 * repetitions, the mean counts.
 */
export function resampledAurocs(
  beats: readonly RankedBeat[],
  { against, resamples, seed }: ResampleOptions,
): Record<string, Auroc> {
  const methods = Object.keys(beats[0]?.scores ?? {});
  const orders = methods.map((method) => orderBy(beats, method));
  const patients = Math.max(0, ...beats.map(({ patient }) => patient + 1));
  const random = createSeededRandom(seed);
  const plain = new Float64Array(patients).fill(1);
  const draws = Array.from({ length: resamples }, () => {
    const counts = new Float64Array(patients);
    for (let draw = 0; draw < patients; draw += 1) {
      const at = Math.floor(random.next() * patients);
      counts[at] = (counts[at] ?? 0) + 1;
    }
    return counts;
  });
  const names = [...new Set(methods.map(nameOf))];
  const all = [plain, ...draws].map((counts) => {
    const each = orders.map((order) => weightedAuroc(order, counts));
    return names.map((name) => mean(each.filter((_, method) => nameOf(methods[method] ?? '') === name)));
  });
  const columnOf = (name: string): number[] => {
    const at = names.indexOf(name);
    return all.map((row) => row[at] ?? Number.NaN);
  };
  return Object.fromEntries(
    names.map((name) => {
      const values = columnOf(name);
      const gains = against
        .filter((other) => other !== name && names.includes(other))
        .map((other): [string, Interval] => {
          const theirs = columnOf(other);
          return [other, interval(values.map((value, draw) => value - (theirs[draw] ?? Number.NaN)))];
        });
      return [name, { ...interval(values), gains: Object.fromEntries(gains) }];
    }),
  );
}

const nameOf = (method: string): string => method.split('#')[0] ?? method;

/** The first is the value itself; sets without one of both kinds are left out. */
function interval([value = Number.NaN, ...draws]: readonly number[]): Interval {
  const finite = draws.filter(Number.isFinite);
  return { value, low: quantile(finite, 0.025), high: quantile(finite, 0.975) };
}

/** Beats in ascending order of their scores. */
interface Order {
  readonly patients: Int32Array;
  readonly positive: Uint8Array;
  /** 1 where a beat has the score of the one before it. */
  readonly tied: Uint8Array;
}

function orderBy(beats: readonly RankedBeat[], method: string): Order {
  const scores = Float64Array.from(beats, (beat) => beat.scores[method] ?? 0);
  const order = Uint32Array.from(beats, (_, index) => index).sort(
    (a, b) => (scores[a] ?? 0) - (scores[b] ?? 0),
  );
  return {
    patients: Int32Array.from(order, (index) => beats[index]?.patient ?? 0),
    positive: Uint8Array.from(order, (index) => (beats[index]?.positive === true ? 1 : 0)),
    tied: Uint8Array.from(order, (index, at) =>
      at > 0 && scores[index] === scores[order[at - 1] ?? 0] ? 1 : 0,
    ),
  };
}

/** Each beat counted as often as its patient was drawn; ties count half. */
function weightedAuroc({ patients, positive, tied }: Order, counts: Float64Array): number {
  let [wins, negatives, positives, tiedPositives, tiedNegatives] = [0, 0, 0, 0, 0];
  const endTies = (): void => {
    wins += tiedPositives * (negatives + tiedNegatives / 2);
    positives += tiedPositives;
    negatives += tiedNegatives;
    [tiedPositives, tiedNegatives] = [0, 0];
  };
  for (let at = 0; at < patients.length; at += 1) {
    if (tied[at] === 0) endTies();
    const count = counts[patients[at] ?? 0] ?? 0;
    if (positive[at] === 1) tiedPositives += count;
    else tiedNegatives += count;
  }
  endTies();
  return wins / (positives * negatives);
}
