import { classLogits, fitBoostedTrees, type BoostedTrees } from '@beatwatch/boosted-trees';
import { evenly, type MeasuredBeat } from './measures.ts';
import { resampledAurocs, type Auroc, type RankedBeat, type ResampleOptions } from './resampled-auroc.ts';
import type { StudyClass } from './study-beats.ts';

/** One patient's measured beats. */
export interface MeasuredPatient {
  readonly name: string;
  readonly beats: readonly MeasuredBeat[];
}

/** A class that no label named, and who finds it. */
export interface LeftOut {
  readonly kind: StudyClass;
  readonly patients: number;
  readonly beats: number;
  readonly aurocs: Readonly<Record<string, Auroc>>;
}

const kinds: readonly StudyClass[] = ['V', 'S', 'F', 'ventricular-rhythm', 'artefact'];
const fewestBeats = 20;
/** Most beats of one kind of one patient that are ranked or learned from, spread evenly. */
const mostBeats = 200;

/**
 * Leaves each class out of all labelled training in turn, and ranks its beats against normal ones of other patients. A class
 * is left out twice: trees learn from the other classes with and without the autoencoder's two measures.
 */
export function leftOutClasses(
  train: readonly MeasuredPatient[],
  judged: readonly MeasuredPatient[],
  options: Omit<ResampleOptions, 'against'>,
): LeftOut[] {
  return kinds.flatMap((kind): LeftOut[] => {
    const found = judged.filter(({ beats }) => beats.some(({ beat }) => beat.kind === kind));
    const count = found.flatMap(({ beats }) => beats.filter(({ beat }) => beat.kind === kind)).length;
    if (count < fewestBeats) return [];
    const plain = treesWithout(kind, train, plainRow, options.seed);
    const joined = treesWithout(kind, train, joinedRow, options.seed);
    const treesOf = (measured: MeasuredBeat): number => classLogits(plain, plainRow(measured))[1] ?? 0;
    const normals = train.flatMap(({ beats }) => thinned(beats, ['N']));
    const rarity = {
      trees: rarityAmong(normals.map(treesOf)),
      template: rarityAmong(normals.map(({ template }) => template)),
      adapted: rarityAmong(normals.map(({ adapted }) => adapted)),
    };
    const ranked = judged.flatMap(({ beats }, patient): RankedBeat[] =>
      thinned(beats, [kind, 'N']).map((measured) => ({
        patient,
        positive: measured.beat.kind === kind,
        scores: {
          template: measured.template,
          unadapted: measured.unadapted,
          adapted: measured.adapted,
          refitted: measured.refitted,
          'linear unadapted': measured.linear,
          'linear adapted': measured.linearAdapted,
          trees: treesOf(measured),
          'trees or template': Math.max(rarity.trees(treesOf(measured)), rarity.template(measured.template)),
          'template or autoencoder': Math.max(
            rarity.template(measured.template),
            rarity.adapted(measured.adapted),
          ),
          'trees or autoencoder': Math.max(rarity.trees(treesOf(measured)), rarity.adapted(measured.adapted)),
          'trees that know the autoencoder': classLogits(joined, joinedRow(measured))[1] ?? 0,
        },
      })),
    );
    return [
      {
        kind,
        patients: found.length,
        beats: count,
        aurocs: resampledAurocs(ranked, { ...options, against: ['template', 'linear unadapted', 'trees'] }),
      },
    ];
  });
}

/** How rare a value or a higher one is among known values: minus the logarithm of their share. */
function rarityAmong(known: readonly number[]): (value: number) => number {
  const sorted = Float64Array.from(known).sort();
  return (value) => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[middle] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    const above = sorted.length - low;
    // Beyond all known values the distance to the highest keeps the order.
    const beyond = above > 0 ? 0 : 1 - 1 / (1 + Math.max(0, value - (sorted.at(-1) ?? 0)));
    return -Math.log((above + 1 - beyond) / (sorted.length + 1));
  };
}

const plainRow = ({ features }: MeasuredBeat): number[] => [...features];
const joinedRow = ({ features, adapted, unadapted }: MeasuredBeat): number[] => [
  ...features,
  adapted,
  unadapted,
];

/** What is left out with a class, as it would show what it looks like. */
const likeOf: Readonly<Partial<Record<StudyClass, readonly StudyClass[]>>> = {
  V: ['V', 'F'],
  'ventricular-rhythm': ['V', 'F'],
};

/** Trees that tell all other classes from normal beats. */
function treesWithout(
  kind: StudyClass,
  train: readonly MeasuredPatient[],
  rowOf: (beat: MeasuredBeat) => number[],
  seed: number,
): BoostedTrees {
  const withheld = likeOf[kind] ?? [kind];
  const rows = train.flatMap(({ beats }) => {
    const known = thinned(
      beats,
      (['N', 'V', 'S', 'F'] as const).filter((each) => !withheld.includes(each)),
    );
    return known.map((beat) => ({ beat, weight: 1 / Math.sqrt(known.length) }));
  });
  const columns = rows[0] === undefined ? 0 : rowOf(rows[0].beat).length;
  const features = new Float32Array(rows.length * columns);
  rows.forEach(({ beat }, index) => {
    features.set(rowOf(beat), index * columns);
  });
  return fitBoostedTrees(
    {
      features,
      columns,
      targets: Uint8Array.from(rows, ({ beat }) => (beat.beat.kind === 'N' ? 0 : 1)),
      weights: Float64Array.from(rows, ({ weight }) => weight),
      classes: 2,
    },
    { rounds: 150, depth: 4, learningRate: 0.08, minLeafWeight: 1, l2: 5, seed },
  );
}

/** Beats of some kinds, with a limit for each. */
const thinned = (beats: readonly MeasuredBeat[], wanted: readonly StudyClass[]): MeasuredBeat[] =>
  wanted.flatMap((kind) =>
    evenly(
      beats.filter(({ beat }) => beat.kind === kind),
      mostBeats,
    ),
  );
