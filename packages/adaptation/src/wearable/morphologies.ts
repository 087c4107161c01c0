import { upperMedian } from '@beatwatch/statistics';
import type { MeasuredBeat } from './measured-beat.ts';
import { peakIndex, steepness, windowLength } from './window.ts';

/** A beat of the first minutes, packed. */
export interface LearnedBeat extends Pick<MeasuredBeat, 'own' | 'sizeMicrovolts' | 'rrMs' | 'precedingRrMs'> {
  /** Epoch time of the R peak. */
  readonly timeUs: number;
  /** `input` of the measured beat. */
  readonly inputThousandths: Int16Array;
  /** `error` of the measured beat. */
  readonly errorThousandths: Int16Array;
  /** Log ratio of the usual RR interval to the one before this beat. */
  readonly prematurity: number;
  /** Index of the shape of the preceding beat; -1 for the first beat. */
  readonly previousMorphology: number;
}

/** Beats of one shape: plain data. */
export interface Morphology {
  /** Running mean of the aligned windows, microvolts. */
  readonly template: Float32Array;
  readonly count: number;
  /** Number of beats that were followed by one of the same shape. */
  readonly followedBySame: number;
  /** In order of time; thinned out where there are too many. */
  readonly members: readonly LearnedBeat[];
}

/** A beat that is not assigned to a shape yet. */
export type NewBeat = Omit<LearnedBeat, 'previousMorphology'>;

/** Shapes of a patient's beats, found beat by beat (leader clustering). */
export interface MorphologyState {
  readonly morphologies: readonly Morphology[];
  /** Index of the newest beat's shape; -1 before the first. */
  readonly newest: number;
}

export const noMorphologies: MorphologyState = { morphologies: [], newest: -1 };

/** Similarity from which beats are of one shape: correlation over the QRS complex, less a penalty for unequal heights. */
const sameShape = 0.9;
const heightWeight = 0.15;
const largestShift = 2;
const shapeFrom = peakIndex - 15;
const shapeTo = peakIndex + 25;
/** Beats over which the running mean is taken at most. */
const meanBeats = 20;
const mostMorphologies = 24;
const mostMembers = 120;
const fewestMembers = 4;

/** @param window 88 values, median at 0, microvolts */
export function addToMorphologies(
  state: MorphologyState,
  window: Int16Array,
  newBeat: NewBeat,
): MorphologyState {
  const beat: LearnedBeat = { ...newBeat, previousMorphology: state.newest };
  const { index, shift, similarity } = bestOf(state.morphologies, window);
  const known = similarity >= sameShape ? state.morphologies[index] : undefined;
  const morphologies = [...state.morphologies];
  let newest = index;
  if (known === undefined) {
    if (morphologies.length >= mostMorphologies) newest = rarest(morphologies);
    else newest = morphologies.length;
    morphologies[newest] = {
      template: Float32Array.from(window),
      count: 1,
      followedBySame: 0,
      members: [beat],
    };
  } else {
    morphologies[index] = {
      ...known,
      template: movedMean(known, window, shift),
      count: known.count + 1,
      members: [...known.members, beat],
    };
  }
  const before = morphologies[state.newest];
  if (newest === state.newest && before !== undefined && known !== undefined) {
    morphologies[newest] = { ...before, followedBySame: before.followedBySame + 1 };
  }
  return { morphologies: thinned(morphologies), newest };
}

interface Best {
  readonly index: number;
  readonly shift: number;
  readonly similarity: number;
}

function bestOf(morphologies: readonly Morphology[], window: Int16Array): Best {
  let best: Best = { index: -1, shift: 0, similarity: Number.NEGATIVE_INFINITY };
  morphologies.forEach(({ template }, index) => {
    for (let shift = -largestShift; shift <= largestShift; shift += 1) {
      const similarity = similarityOf(template, window, shift);
      if (similarity > best.similarity) best = { index, shift, similarity };
    }
  });
  return best;
}

/** @param shift of the window to the right, values */
function similarityOf(template: Float32Array, window: Int16Array, shift: number): number {
  const count = shapeTo - shapeFrom;
  let [sumA, sumB, squaresA, squaresB, products] = [0, 0, 0, 0, 0];
  for (let index = shapeFrom; index < shapeTo; index += 1) {
    const a = template[index] ?? 0;
    const b = window[index - shift] ?? 0;
    sumA += a;
    sumB += b;
    squaresA += a * a;
    squaresB += b * b;
    products += a * b;
  }
  const powerA = Math.max(1e-6, squaresA - (sumA * sumA) / count);
  const powerB = Math.max(1e-6, squaresB - (sumB * sumB) / count);
  const correlation = (products - (sumA * sumB) / count) / Math.sqrt(powerA * powerB);
  return correlation - (heightWeight / 2) * Math.abs(Math.log(powerB / powerA));
}

function movedMean({ template, count }: Morphology, window: Int16Array, shift: number): Float32Array {
  const share = 1 / Math.min(count + 1, meanBeats);
  return template.map((value, index) => {
    const at = Math.min(windowLength - 1, Math.max(0, index - shift));
    return value + share * ((window[at] ?? 0) - value);
  });
}

function rarest(morphologies: readonly Morphology[]): number {
  const counts = morphologies.map(({ count }) => count);
  return counts.lastIndexOf(Math.min(...counts));
}

/**
 * Drops every other beat of the shape that keeps the most for its count, where there are too many in all: each shape
 * keeps some, a common one more.
 */
function thinned(morphologies: Morphology[]): Morphology[] {
  const total = morphologies.reduce((sum, { members }) => sum + members.length, 0);
  if (total <= mostMembers) return morphologies;
  const shares = morphologies.map(({ members, count }) =>
    members.length <= fewestMembers ? 0 : members.length / Math.sqrt(count),
  );
  const fullest = shares.indexOf(Math.max(...shares));
  return morphologies.map((morphology, index) =>
    index === fullest
      ? { ...morphology, members: morphology.members.filter((_, member) => member % 2 === 0) }
      : morphology,
  );
}

const medianRrMs = ({ members }: Morphology): number | undefined => {
  return upperMedian(members.flatMap(({ precedingRrMs }) => precedingRrMs ?? []));
};

/** Share of the beats from which a shape may be the patient's usual one. */
const commonShare = 0.15;
/** Share of the beats below which a shape has to resemble the usual one and its rhythm. */
const rareShare = 0.1;
const fewestBeats = 3;
const fewestShare = 0.01;

/**
 * The patient's own shapes, without the ectopic ones, however frequent these are. Ectopic beats are early and not
 * followed by one of their shape, or broad, or rare; rare and very early ones are a fast run. The usual shape is a common
 * one that is late and steep.
 */
export function ownMorphologies({ morphologies }: MorphologyState): ReadonlySet<Morphology> {
  const total = morphologies.reduce((sum, { count }) => sum + count, 0);
  const described = morphologies.map((morphology) => ({
    morphology,
    logRr: Math.log(medianRrMs(morphology) ?? Number.NaN),
    logSteepness: Math.log(Math.max(1e-3, steepness(morphology.template))),
    followed: morphology.followedBySame / morphology.count,
  }));
  const common = described.filter(({ morphology }) => morphology.count >= commonShare * total);
  const candidates = common.length > 0 ? common : described;
  const usualness = ({ logRr, logSteepness }: (typeof described)[number]): number =>
    (Number.isNaN(logRr) ? Number.NEGATIVE_INFINITY : logRr) + 0.5 * logSteepness;
  const usual = candidates.toSorted((a, b) => usualness(b) - usualness(a))[0];
  const own = described
    .filter((shape) => {
      if (usual === undefined || shape === usual) return true;
      const { count } = shape.morphology;
      if (count < Math.max(fewestBeats, fewestShare * total)) return false;
      const early = shape.logRr - usual.logRr;
      const broad = shape.logSteepness - usual.logSteepness;
      if (early < Math.log(0.85) && shape.followed < 0.5) return false;
      if (count >= rareShare * total) return true;
      const isOdd = broad < Math.log(0.65) || early < Math.log(0.9);
      return early >= Math.log(0.75) && !(shape.followed < 0.3 && isOdd);
    })
    .map(({ morphology }) => morphology);
  return new Set(own);
}
