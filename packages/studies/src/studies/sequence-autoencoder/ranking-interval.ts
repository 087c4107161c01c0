import { createSeededRandom, quantile } from '@beatwatch/statistics';

/** A window, or a recording, with its score by each method. */
export interface JudgedItem {
  readonly patient: string;
  readonly positive: boolean;
  readonly scores: Readonly<Record<string, number>>;
}

export interface RankingInterval {
  /** Area under the ROC. */
  readonly auroc: number;
  /** 95 %. */
  readonly low: number;
  readonly high: number;
}

export interface RankedMethods {
  readonly methods: Readonly<Record<string, RankingInterval>>;
  /** AUROC of the method less that of each other one, over the same draws. */
  readonly lead: (method: string, other: string) => RankingInterval;
}

const intervalSeed = 1;

/**
 * AUROC of each method with 95 % intervals by bootstrap over patients; every method sees the same draws.
 * @param draws number of draws. Default 1,000
 */
export function rankMethods(items: readonly JudgedItem[], draws = 1000): RankedMethods {
  const patients = [...new Set(items.map(({ patient }) => patient))];
  const placeOf = new Map(patients.map((patient, place) => [patient, place]));
  const random = createSeededRandom(intervalSeed);
  const weights = Array.from({ length: draws }, () => {
    const drawn = new Float64Array(patients.length);
    for (let count = 0; count < patients.length; count += 1) {
      const place = Math.floor(random.next() * patients.length);
      drawn[place] = (drawn[place] ?? 0) + 1;
    }
    return drawn;
  });
  const once = new Float64Array(patients.length).fill(1);
  const found = new Map<string, { whole: number; drawn: number[] }>();
  for (const method of Object.keys(items[0]?.scores ?? {})) {
    const ranked = items
      .map(({ patient, positive, scores }) => ({
        place: placeOf.get(patient) ?? 0,
        positive,
        score: scores[method] ?? 0,
      }))
      .sort((a, b) => a.score - b.score);
    found.set(method, {
      whole: weightedAuroc(ranked, once),
      drawn: weights.map((drawn) => weightedAuroc(ranked, drawn)),
    });
  }
  const between = (whole: number, drawn: readonly number[]): RankingInterval => {
    const known = drawn.filter((value) => !Number.isNaN(value));
    return { auroc: whole, low: quantile(known, 0.025), high: quantile(known, 0.975) };
  };
  return {
    methods: Object.fromEntries([...found].map(([name, { whole, drawn }]) => [name, between(whole, drawn)])),
    lead: (method, other) => {
      const [a, b] = [found.get(method), found.get(other)];
      if (a === undefined || b === undefined) return between(Number.NaN, []);
      return between(
        a.whole - b.whole,
        a.drawn.map((value, draw) => value - (b.drawn[draw] ?? Number.NaN)),
      );
    },
  };
}

interface RankedItem {
  readonly place: number;
  readonly positive: boolean;
  readonly score: number;
}

/** @param ranked by ascending score; ties count half */
function weightedAuroc(ranked: readonly RankedItem[], weights: Float64Array): number {
  let [positives, negatives, wins] = [0, 0, 0];
  for (let from = 0; from < ranked.length;) {
    let [tiedPositives, tiedNegatives, to] = [0, 0, from];
    const score = ranked[from]?.score;
    while (to < ranked.length && ranked[to]?.score === score) {
      const item = ranked[to];
      const weight = weights[item?.place ?? 0] ?? 0;
      if (item?.positive === true) tiedPositives += weight;
      else tiedNegatives += weight;
      to += 1;
    }
    wins += tiedPositives * (negatives + tiedNegatives / 2);
    positives += tiedPositives;
    negatives += tiedNegatives;
    from = to;
  }
  return wins / (positives * negatives);
}
