import { madToSigma, median, weightedMedian } from '@beatwatch/statistics';
import { deviation, medianRow, type Aspect, type OwnShape } from './deviation.ts';
import { ownMorphologies, type LearnedBeat, type MorphologyState } from './morphologies.ts';
import { steepness } from './window.ts';

/** A patient's own shapes and rhythm: plain data. */
export interface PatientReference {
  /** Most frequent first. */
  readonly shapes: readonly OwnShape[];
  readonly usual: {
    /** From the medians over all own beats: alternating shapes would each look too narrow. */
    readonly deviation: Readonly<Record<Aspect, number>>;
    /** Of the largest of the shapes. */
    readonly sizeMicrovolts: number;
    /** Of the broadest of the shapes. */
    readonly steepness: number;
    /** From R peak to R peak, ms. */
    readonly rrMs: number;
    /** Robust standard deviation of the log ratio of an RR interval to the usual one of its time. */
    readonly rrSpread: number;
  };
}

const mostShapes = 6;
/** Least number of own beats for a reference. */
const fewestBeats = 8;
const fewestOfShape = 3;
/** Log ratio from which a beat is premature; for a patient with a larger spread, some of these spreads. */
const prematureFrom = 0.12;
const prematureSpreads = 3;
const unknownSpread = 0.15;

/** @returns undefined where there are too few own beats */
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
      // Not all beats of a common shape are kept: each stands for several.
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
    known.map((of) => median(of.map(measure)));
  const together = [shapeOf(repeated(beats, weights))];
  return {
    shapes,
    usual: {
      ...rhythm,
      deviation: {
        input: usually(({ inputThousandths, own: of }) =>
          deviation(unpacked(inputThousandths), of, together, 'input'),
        ),
        error: usually(({ errorThousandths, own: of }) =>
          deviation(unpacked(errorThousandths), of, together, 'error'),
        ),
      },
      sizeMicrovolts: Math.max(...ofShapes(({ sizeMicrovolts }) => sizeMicrovolts)),
      steepness: Math.min(...ofShapes(({ inputThousandths, own: of }) => steepness(inputThousandths, of))),
    },
  };
}

/** Each beat as often as its weight says. */
const repeated = (beats: readonly LearnedBeat[], weights: readonly number[]): readonly LearnedBeat[] =>
  beats.flatMap((beat, index) =>
    Array.from({ length: Math.max(1, Math.round(weights[index] ?? 1)) }, () => beat),
  );

/** The beats of the patient's own shapes, in order of time. */
export const ownBeats = (state: MorphologyState): readonly LearnedBeat[] =>
  [...ownMorphologies(state)].flatMap(({ members }) => members).toSorted((a, b) => a.timeUs - b.timeUs);

type Rhythm = Pick<PatientReference['usual'], 'rrMs' | 'rrSpread'>;

/**
 * Sinus rhythm, from own beats that follow own beats: intervals around an ectopic beat do not belong to it. Where these
 * are too few, as in bigeminy, from all own beats, with a large spread, for the sinus rhythm is unknown.
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
    rrMs: median(intervals),
    rrSpread: isEnough
      ? madToSigma * median(followers.map(({ prematurity }) => Math.abs(prematurity)))
      : unknownSpread,
  };
}

/** Converts from thousandths. */
export const unpacked = (thousandths: Int16Array): Float32Array =>
  Float32Array.from(thousandths, (value) => value / 1000);

const shapeOf = (beats: readonly LearnedBeat[]): OwnShape => ({
  input: medianRow(beats.map(({ inputThousandths }) => inputThousandths)).map((value) => value / 1000),
  error: medianRow(beats.map(({ errorThousandths }) => errorThousandths)).map((value) => value / 1000),
});
