import { createSeededRandom, quantile } from '@beatwatch/statistics';

/** A score of one beat. */
export interface RankedBeat {
  /** Number of its patient, from 0. */
  readonly patient: number;
  readonly positive: boolean;
  /** By method. */
  readonly scores: Readonly<Record<string, number>>;
}

/** AUROC over all beats, and the interval that holds 95 % of the resampled sets of patients. */
export interface Auroc {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** The same for the difference from the method that it is compared with. */
  readonly gain: { readonly value: number; readonly low: number; readonly high: number };
}

export interface ResampleOptions {
  /** The method that the others are compared with. */
  readonly against: string;
  readonly resamples: number;
  readonly seed: number;
}

/** Ranks beats by each method, and resamples their patients. */
export function resampledAurocs(
  beats: readonly RankedBeat[],
  { against, resamples, seed }: ResampleOptions,
): Record<string, Auroc> {
  const methods = Object.keys(beats[0]?.scores ?? {});
  const orders = methods.map((method) =>
    [...beats].sort((a, b) => (a.scores[method] ?? 0) - (b.scores[method] ?? 0)),
  );
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
  const all = [plain, ...draws].map((counts) =>
    orders.map((order, method) => weightedAuroc(order, counts, methods[method] ?? '')),
  );
  const base = methods.indexOf(against);
  return Object.fromEntries(
    methods.map((method, index) => {
      const values = all.map((row) => row[index] ?? Number.NaN);
      const gains = all.map((row) => (row[index] ?? Number.NaN) - (row[base] ?? Number.NaN));
      return [method, { ...interval(values), gain: interval(gains) }];
    }),
  );
}

/** The first is the value itself; sets without one of both kinds are left out. */
function interval([value = Number.NaN, ...draws]: readonly number[]): {
  value: number;
  low: number;
  high: number;
} {
  const finite = draws.filter(Number.isFinite);
  return { value, low: quantile(finite, 0.025), high: quantile(finite, 0.975) };
}

/** Beats in ascending order, each counted as often as its patient was drawn; ties count half. */
function weightedAuroc(order: readonly RankedBeat[], counts: Float64Array, method: string): number {
  let [wins, negatives, positives] = [0, 0, 0];
  for (let from = 0; from < order.length;) {
    const score = order[from]?.scores[method];
    let [tiedPositives, tiedNegatives, to] = [0, 0, from];
    for (; to < order.length && order[to]?.scores[method] === score; to += 1) {
      const beat = order[to];
      const count = counts[beat?.patient ?? 0] ?? 0;
      if (beat?.positive === true) tiedPositives += count;
      else tiedNegatives += count;
    }
    wins += tiedPositives * (negatives + tiedNegatives / 2);
    positives += tiedPositives;
    negatives += tiedNegatives;
    from = to;
  }
  return wins / (positives * negatives);
}
