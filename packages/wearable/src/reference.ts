import { ownMorphologies, type LearnedBeat, type MorphologyState } from './morphologies.ts';
import { codeDistance, windowDistance, type Rows } from './nearest.ts';
import { medianOf, steepness } from './window.ts';

/** What a patient's own beats are like: plain data. */
export interface PatientReference {
  /** `[count * 88]`, microvolts, in order of time. */
  readonly windows: Rows<Int16Array>;
  /** `[count * latentSize]` */
  readonly codes: Rows<Float32Array>;
  /** What is usual among the reference beats, each measured against the others. */
  readonly usual: {
    /** Microvolts. */
    readonly windowDistance: number;
    readonly codeDistance: number;
    readonly loss: number;
    readonly steepness: number;
    /** From R peak to R peak, ms. */
    readonly rrMs: number;
    /** Robust standard deviation of the logarithm of an RR interval over the usual one of its time. */
    readonly rrSpread: number;
  };
}

const mostBeats = 100;
/** Fewer say nothing. */
const fewestBeats = 8;
/** Median absolute deviation to standard deviation of a normal distribution. */
const madToSigma = 1.4826;
/** A beat is premature from here on, or from so many of the patient's spreads. */
const prematureFrom = 0.12;
const prematureSpreads = 3;

/** @returns undefined while too few beats are known */
export function referenceOf(state: MorphologyState): PatientReference | undefined {
  const own = ownBeats(state);
  const rhythm = rhythmOf(own, state);
  if (rhythm === undefined) return undefined;
  const latest = Math.max(prematureFrom, prematureSpreads * rhythm.rrSpread);
  const punctual = own.filter(({ prematurity }) => prematurity < latest);
  const beats = evenly(punctual.length >= own.length / 2 ? punctual : own, mostBeats);
  return beats.length < fewestBeats ? undefined : measured(beats, rhythm);
}

/** The beats of the patient's own shapes, in order of time. */
export const ownBeats = (state: MorphologyState): readonly LearnedBeat[] =>
  [...ownMorphologies(state)].flatMap(({ members }) => members).toSorted((a, b) => a.timeUs - b.timeUs);

type Rhythm = Pick<PatientReference['usual'], 'rrMs' | 'rrSpread'>;

/**
 * From own beats that follow own beats: what lies around an ectopic beat says nothing of the sinus rhythm. Where there
 * are too few of them, as in bigeminy, from all own beats, and the spread is taken for small.
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
    rrSpread: isEnough ? madToSigma * medianOf(followers.map(({ prematurity }) => Math.abs(prematurity))) : 0,
  };
}

function measured(beats: readonly LearnedBeat[], rhythm: Rhythm): PatientReference {
  const windows = rowsOf(
    beats.map(({ window }) => window),
    Int16Array,
  );
  const codes = rowsOf(
    beats.map(({ code }) => code),
    Float32Array,
  );
  const overBeats = (measure: (beat: LearnedBeat, index: number) => number): number =>
    medianOf(beats.map(measure));
  return {
    windows,
    codes,
    usual: {
      ...rhythm,
      windowDistance: overBeats(({ window, own }, index) => windowDistance(windows, window, own, index)),
      codeDistance: overBeats(({ code }, index) => codeDistance(codes, code, index)),
      loss: overBeats(({ loss }) => loss),
      steepness: overBeats(({ window }) => steepness(window)),
    },
  };
}

function rowsOf<Values extends Float32Array | Int16Array>(
  rows: readonly Values[],
  List: new (length: number) => Values,
): Rows<Values> {
  const length = rows[0]?.length ?? 0;
  const values = new List(rows.length * length);
  rows.forEach((row, index) => {
    values.set(row, index * length);
  });
  return { values, count: rows.length };
}

/** At most so many, evenly spread over the list. */
function evenly<T>(items: readonly T[], most: number): readonly T[] {
  if (items.length <= most) return items;
  return Array.from({ length: most }, (_, index) =>
    Math.round((index * (items.length - 1)) / (most - 1)),
  ).flatMap((at) => items[at] ?? []);
}
