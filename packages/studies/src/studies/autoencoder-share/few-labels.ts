import { classLogits, fitBoostedTrees } from '@beatwatch/boosted-trees';
import { createSeededRandom } from '@beatwatch/statistics';
import type { JudgedInNoise } from './denoised.ts';
import { codeNames, type DenoisedName } from './denoisers.ts';
import { LeastSquares } from './least-squares.ts';
import { resampledAurocs, type Auroc, type RankedBeat, type ResampleOptions } from './resampled-auroc.ts';
import type { SpacedBeat, SpacedPatient } from './spaced-patient.ts';

/** Who tells ventricular from normal beats after labels of some patients of another data set? */
export interface FewLabels {
  readonly dataSet: string;
  readonly noise: string;
  /** Labelled patients; of a part of them some draws, of which the mean counts. */
  readonly labelled: number;
  readonly aurocs: Readonly<Record<string, Auroc>>;
}

const counts = [1, 3, 10, Number.POSITIVE_INFINITY] as const;
const drawsOfAPart = 5;
/** Fewest ventricular beats of a patient whose labels are drawn first. */
const fewestVentricular = 5;

/** Trees, and what they see of a beat's shape beside its timing. */
const treeSpaces: Readonly<Record<string, readonly DenoisedName[]>> = {
  trees: ['as it is'],
  'trees, linear filter': ['as it is', 'linear filter'],
  'trees, autoencoder': ['as it is', 'autoencoder'],
};

type Score = (beat: SpacedBeat) => number;

/**
 * @param train patients of another data set, clean and with noise; a patient's parts have the same name
 */
export function fewLabels(
  train: readonly SpacedPatient[],
  judged: readonly JudgedInNoise[],
  options: Omit<ResampleOptions, 'against'>,
): FewLabels[] {
  const random = createSeededRandom(options.seed);
  const names = [...new Set(train.filter(hasBoth).map(({ name }) => name))];
  const useful = counts.filter((count) => count < names.length || count === Number.POSITIVE_INFINITY);
  return useful.flatMap((count): FewLabels[] => {
    const draws = count === Number.POSITIVE_INFINITY ? 1 : drawsOfAPart;
    const methods = new Map<string, Score>();
    for (let draw = 0; draw < draws; draw += 1) {
      const order = [...random.permutation(names.length)].flatMap((index) => names[index] ?? []);
      const chosen =
        count === Number.POSITIVE_INFINITY ? train : labelledOf(train, new Set(order.slice(0, count)));
      for (const [name, score] of fittedMethods(chosen, options.seed + draw))
        methods.set(`${name}#${draw}`, score);
    }
    return judged.map(({ dataSet, noise, patients }) => ({
      dataSet,
      noise,
      labelled: Math.min(count, new Set(train.map(({ name }) => name)).size),
      aurocs: resampledAurocs(rankedBy(methods, patients), {
        ...options,
        against: ['trees', 'trees, linear filter', 'principal components'],
      }),
    }));
  });
}

const labelledOf = (train: readonly SpacedPatient[], names: ReadonlySet<string>): SpacedPatient[] =>
  train.filter(({ name }) => names.has(name));

const hasBoth = ({ beats }: SpacedPatient): boolean =>
  beats.filter(({ kind }) => kind === 'V').length >= fewestVentricular &&
  beats.some(({ kind }) => kind === 'N');

const rankedBy = (methods: ReadonlyMap<string, Score>, patients: readonly SpacedPatient[]): RankedBeat[] =>
  patients.flatMap(({ beats }, patient) =>
    beats.flatMap((beat): RankedBeat[] =>
      beat.kind === 'N' || beat.kind === 'V'
        ? [
            {
              patient,
              positive: beat.kind === 'V',
              scores: Object.fromEntries([...methods].map(([name, score]) => [name, score(beat)])),
            },
          ]
        : [],
    ),
  );

function fittedMethods(patients: readonly SpacedPatient[], seed: number): [string, Score][] {
  const rows = patients.flatMap(({ beats }) => {
    const known = beats.filter(({ kind }) => kind === 'N' || kind === 'V' || kind === 'S');
    return known.map((beat) => ({ beat, weight: 1 / Math.sqrt(known.length) }));
  });
  return [
    ...Object.entries(treeSpaces).map(([name, spaces]): [string, Score] => [
      name,
      fittedTrees(rows, (beat) => [...spaces.flatMap((space) => beat.shapes[space]), ...beat.timing], seed),
    ]),
    ...codeNames.map((name): [string, Score] => [name, fittedLine(rows, ({ codes }) => codes[name])]),
  ];
}

interface WeightedBeat {
  readonly beat: SpacedBeat;
  readonly weight: number;
}

function fittedTrees(
  rows: readonly WeightedBeat[],
  rowOf: (beat: SpacedBeat) => number[],
  seed: number,
): Score {
  const columns = rows[0] === undefined ? 0 : rowOf(rows[0].beat).length;
  const features = new Float32Array(rows.length * columns);
  rows.forEach(({ beat }, index) => {
    features.set(rowOf(beat), index * columns);
  });
  const trees = fitBoostedTrees(
    {
      features,
      columns,
      targets: Uint8Array.from(rows, ({ beat }) => (beat.kind === 'V' ? 1 : 0)),
      weights: Float64Array.from(rows, ({ weight }) => weight),
      classes: 2,
    },
    { rounds: 120, depth: 4, learningRate: 0.1, minLeafWeight: 1, l2: 5, seed },
  );
  return (beat) => classLogits(trees, rowOf(beat))[1] ?? 0;
}

const ridge = 5;

/** Least squares on both classes, which count the same. */
function fittedLine(rows: readonly WeightedBeat[], rowOf: (beat: SpacedBeat) => Float32Array): Score {
  const [first] = rows;
  if (first === undefined) return () => 0;
  const sizes = { V: 0, other: 0 };
  for (const { beat, weight } of rows) sizes[beat.kind === 'V' ? 'V' : 'other'] += weight;
  const fit = new LeastSquares(rowOf(first.beat).length, 1, ridge);
  for (const { beat, weight } of rows) {
    const isVentricular = beat.kind === 'V';
    const share = weight / (isVentricular ? sizes.V : sizes.other);
    fit.add(rowOf(beat), [isVentricular ? 1 : -1], share * rows.length);
  }
  const score = fit.solve();
  return (beat) => score(rowOf(beat))[0] ?? 0;
}
