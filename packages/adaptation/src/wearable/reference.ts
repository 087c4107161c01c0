import { departure, medianRow, type Aspect, type OwnShape } from './deviation.ts';
import { ownMorphologies, type LearnedBeat, type MorphologyState } from './morphologies.ts';
import { medianOf, steepness, weightedMedian } from './window.ts';

/** What a patient's own beats are like: plain data. */
export interface PatientReference {
  /** The commonest first. */
  readonly shapes: readonly OwnShape[];
  readonly usual: {
    /** From the medians of all own beats together, so that several shapes in turn do not make each look narrow. */
    readonly departure: Readonly<Record<Aspect, number>>;
    /** Of the largest of the shapes, and of the broadest. */
    readonly sizeMicrovolts: number;
    readonly steepness: number;
    /** From R peak to R peak, ms. */
    readonly rrMs: number;
    /** Robust standard deviation of the logarithm of an RR interval over the usual one of its time. */
    readonly rrSpread: number;
  };
}

const mostShapes = 6;
/** Fewer beats say nothing. */
const fewestBeats = 8;
const fewestOfShape = 3;
/** Median absolute deviation to standard deviation of a normal distribution. */
const madToSigma = 1.4826;
/** A beat is premature from here on, or from so many of the patient's spreads. */
const prematureFrom = 0.12;
const prematureSpreads = 3;
const unknownSpread = 0.15;

/** @returns undefined while too few beats are known */
export function referenceOf(state: MorphologyState): PatientReference | undefined {
  const own = ownBeats(state);
  const rhythm = rhythmOf(own, state);
  if (rhythm === undefined) return undefined;
  const latest = Math.max(prematureFrom, prematureSpreads * rhythm.rrSpread);
  const isPunctual = ({ prematurity }: LearnedBeat): boolean => prematurity < latest;
  const mostArePunctual = 2 * own.filter(isPunctual).length >= own.length;
  const groups = [...ownMorphologies(state)]
    .map(({ members, count }) => ({
      beats: mostArePunctual ? members.filter(isPunctual) : members,
      // Of a common shape not all beats were kept: each stands for several.
      weight: count / members.length,
      count,
    }))
    .toSorted((a, b) => b.count - a.count);
  const beats = groups.flatMap((group) => group.beats);
  if (beats.length < fewestBeats) return undefined;
  const weights = groups.flatMap(({ beats: of, weight }) => of.map(() => weight));
  const usually = (measure: (beat: LearnedBeat) => number): number =>
    weightedMedian(beats.map(measure), weights);
  const known = groups
    .map((group) => group.beats)
    .filter((of, index) => index === 0 || of.length >= fewestOfShape)
    .slice(0, mostShapes);
  const shapes = known.map(shapeOf);
  const ofShapes = (measure: (beat: LearnedBeat) => number): number[] =>
    known.map((of) => medianOf(of.map(measure)));
  const together = [shapeOf(repeated(beats, weights))];
  return {
    shapes,
    usual: {
      ...rhythm,
      departure: {
        input: usually(({ inputThousandths, own: of }) =>
          departure(unpacked(inputThousandths), of, together, 'input'),
        ),
        error: usually(({ errorThousandths, own: of }) =>
          departure(unpacked(errorThousandths), of, together, 'error'),
        ),
      },
      sizeMicrovolts: Math.max(...ofShapes(({ sizeMicrovolts }) => sizeMicrovolts)),
      steepness: Math.min(...ofShapes(({ inputThousandths, own: of }) => steepness(inputThousandths, of))),
    },
  };
}

/** Each beat as often as it stands for others. */
const repeated = (beats: readonly LearnedBeat[], weights: readonly number[]): readonly LearnedBeat[] =>
  beats.flatMap((beat, index) =>
    Array.from({ length: Math.max(1, Math.round(weights[index] ?? 1)) }, () => beat),
  );

/** The beats of the patient's own shapes, in order of time. */
export const ownBeats = (state: MorphologyState): readonly LearnedBeat[] =>
  [...ownMorphologies(state)].flatMap(({ members }) => members).toSorted((a, b) => a.timeUs - b.timeUs);

type Rhythm = Pick<PatientReference['usual'], 'rrMs' | 'rrSpread'>;

/**
 * From own beats that follow own beats: what lies around an ectopic beat says nothing of the sinus rhythm. Where there
 * are too few of them, as in bigeminy, from all own beats, and the spread is taken for large: what the sinus rhythm
 * would be is not known.
 */
function rhythmOf(own: readonly LearnedBeat[], state: MorphologyState): Rhythm | undefined {
  const ownShapes = ownMorphologies(state);
  const followers = own.filter(({ previousMorphology }) => {
    const before = state.morphologies[previousMorphology];
    return before !== undefined && ownShapes.has(before);
  });
  const isEnough = followers.length >= fewestBeats;
  const intervals = (isEnough ? followers : own).flatMap(({ precedingRrMs }) => precedingRrMs ?? []);
  if (own.length < fewestBeats || intervals.length === 0) return undefined;
  return {
    rrMs: medianOf(intervals),
    rrSpread: isEnough
      ? madToSigma * medianOf(followers.map(({ prematurity }) => Math.abs(prematurity)))
      : unknownSpread,
  };
}

/** From thousandths. */
export const unpacked = (thousandths: Int16Array): Float32Array =>
  Float32Array.from(thousandths, (value) => value / 1000);

const shapeOf = (beats: readonly LearnedBeat[]): OwnShape => ({
  input: medianRow(beats.map(({ inputThousandths }) => inputThousandths)).map((value) => value / 1000),
  error: medianRow(beats.map(({ errorThousandths }) => errorThousandths)).map((value) => value / 1000),
});
