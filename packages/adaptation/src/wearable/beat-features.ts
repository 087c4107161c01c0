import { afterTo, beforeTo, qrsFrom, qrsTo, type BeatForm, type TemplateForm } from './beat-form.ts';
import { correlation } from './correlation.ts';
import type { OwnShapes } from './own-shapes.ts';
import type { Rhythm } from './rhythm-memory.ts';
import { errorScale, formOf, templateScale, type Match, type Shape } from './shape-memory.ts';
import { windowLength } from './window.ts';

/** Names of a beat's features, in the order of {@link beatFeatures}. */
export const beatFeatureNames = [
  // The rhythm. Intervals in ms, else logarithms of ratios.
  'rr',
  'next',
  'rrToMedian',
  'nextToMedian',
  'rrToMean',
  'rrToPrevious',
  'nextToRr',
  'fiveToMedian',
  'median',
  'spread',
  'unevenness',
  'shortest',
  'pairToMedian',
  'pauseToMedian',
  'rrToUsual',
  'previousToMedian',
  // The beat by itself.
  'height',
  'width',
  'area',
  'polarity',
  'lowOverHigh',
  'roughness',
  'kurtosis',
  'peakToPeak',
  'steepness',
  'before',
  'after',
  'afterPolarity',
  // Against the patient's usual shape.
  'likeUsual',
  'qrsLikeUsual',
  'shift',
  'distance',
  'distanceZ',
  'unlikenessZ',
  'heightToUsual',
  'slopeToUsual',
  'widthToUsual',
  'usualWidth',
  'areaToUsual',
  'polarityToUsual',
  'beforeLikeUsual',
  'beforeToUsual',
  'afterLikeUsual',
  'lowOverHighToUsual',
  'usualShare',
  // Against the nearest, the largest and the broadest of the patient's own shapes.
  'likeOwn',
  'heightToLargest',
  'widthToBroadest',
  'ownShare',
  // The shape that it is most like, own or not.
  'similarity',
  'shapeShare',
  'shapeRecent',
  'shapeEarly',
  'shapeFollowed',
  'shapeLikeUsual',
  'shapeWidthToUsual',
  // The beat before.
  'likePrevious',
  'previousLikeUsual',
  'previousWidthToUsual',
  'previousEarly',
  // The autoencoder's error.
  'loss',
  'errorBeyondOwn',
  'errorToUsual',
  'errorBefore',
  'errorQrs',
  'errorAfter',
] as const;
export type BeatFeatureName = (typeof beatFeatureNames)[number];

/** A beat as it comes. */
export interface SeenBeat {
  /** `[88]`, microvolts with their median at 0. */
  readonly window: Int16Array;
  /** Number of values that are the beat's own. */
  readonly own: number;
  /** `[88]`, the autoencoder's error in the beat's own scale. */
  readonly error: Float32Array;
  /** From the R peak before; NaN where none is known. */
  readonly rrMs: number;
  /** To the next R peak. */
  readonly nextMs: number;
  readonly form: BeatForm;
}

/** What is kept of the beat before: plain data. */
export interface PreviousBeat {
  readonly window: Int16Array;
  readonly likeUsual: number;
  readonly widthToUsual: number;
  readonly early: number;
}

/** What a beat is compared with. */
export interface Comparison {
  readonly shapes: OwnShapes;
  /** Of each shape, in their order. */
  readonly matches: readonly Match[];
  readonly best: Match;
  readonly rhythm: Rhythm;
  readonly previous: PreviousBeat | undefined;
}

export interface Compared {
  /** `[features]`; NaN where a value is not known. */
  readonly features: Float32Array;
  /** Of the shape that it is most like. */
  readonly distance: number;
  readonly errorDistance: number;
  /** Mean absolute error beyond that of the nearest own shape, over what is usual. 1 is usual. NaN without a shape. */
  readonly relativeError: number;
  readonly asPrevious: PreviousBeat;
}

const log = (ratio: number): number => Math.log(Math.max(1e-4, ratio));
/** Keeps noise from counting for much where all beats are alike: in a beat's own scale. */
const smallestError = 0.1;

/** Measures how a beat differs from what is known of its patient; all is from before the beat, but the RR interval after it. */
export function beatFeatures(beat: SeenBeat, comparison: Comparison): Compared {
  const { window, own, error, form, rrMs, nextMs } = beat;
  const { shapes, matches, best, rhythm, previous } = comparison;
  const { usual } = shapes;
  const early = log(rrMs / rhythm.meanMs);
  const usualForm = usual && formOf(usual.shape);
  const toUsual = usual && matches[usual.index];
  const likeUsual = toUsual?.correlation ?? Number.NaN;
  const distance = usual && toUsual ? distanceTo(usual.shape, beat, toUsual) : Number.NaN;
  const ratioTo = (of: (form: TemplateForm) => number, added = 0): number =>
    usualForm === undefined ? Number.NaN : log((of(form) + added) / (of(usualForm) + added));
  const widthToUsual = ratioTo(({ widthMs }) => widthMs, 8);
  const part = (from: number, to: number): number =>
    usual && toUsual
      ? correlation(usual.shape.template, window, {
          from,
          to: Math.max(from + 8, Math.min(to, own)),
          shift: toUsual.shift,
        })
      : Number.NaN;
  const matched = shapes.all[best.index];
  const ownMatches = shapes.own.flatMap(({ index }) => matches[index] ?? []);
  const ownForms = shapes.own.map(({ shape }) => formOf(shape));
  const largest = Math.max(...ownForms.map(({ height }) => height));
  const broadest = Math.max(...ownForms.map(({ widthMs }) => widthMs));
  const errors = shapes.own.map(({ shape }) => errorDistance(shape, beat, 0, windowLength));
  const errorBeyondOwn = Math.min(...errors);
  const relativeError =
    usual === undefined
      ? Number.NaN
      : (errorBeyondOwn + smallestError) / (usual.shape.errorDistance + smallestError);
  const errorPart = (from: number, to: number): number =>
    usual ? log(errorDistance(usual.shape, beat, from, to) + 0.02) : Number.NaN;
  const features = Float32Array.of(
    rrMs,
    nextMs,
    log(rrMs / rhythm.medianMs),
    log(nextMs / rhythm.medianMs),
    early,
    log(rrMs / rhythm.previousMs),
    log(nextMs / rrMs),
    log((4 * rhythm.fourMs + rrMs) / 5 / rhythm.medianMs),
    rhythm.medianMs,
    rhythm.spread,
    rhythm.unevenness,
    rhythm.shortest,
    log((rrMs + rhythm.previousMs) / (2 * rhythm.medianMs)),
    log((rrMs + nextMs) / (2 * rhythm.medianMs)),
    usual ? early - usual.shape.logEarly : Number.NaN,
    log(rhythm.previousMs / rhythm.medianMs),
    log(form.height),
    form.widthMs,
    form.area,
    form.polarity,
    form.lowOverHigh,
    log(form.roughness),
    form.kurtosis,
    form.peakToPeakMs,
    form.slope / form.height,
    log(form.before),
    log(form.after),
    form.afterPolarity,
    part(0, windowLength),
    likeUsual,
    toUsual?.shift ?? Number.NaN,
    distance,
    usual ? (distance - usual.shape.distance) / (usual.shape.distanceSpread + 0.02) : Number.NaN,
    usual ? (1 - likeUsual - usual.shape.unlikeness) / (usual.shape.unlikenessSpread + 0.01) : Number.NaN,
    ratioTo(({ height }) => height),
    ratioTo(({ slope }) => slope),
    widthToUsual,
    usualForm?.widthMs ?? Number.NaN,
    ratioTo(({ area }) => area, 0.1),
    usualForm ? form.polarity - usualForm.polarity : Number.NaN,
    part(0, beforeTo),
    ratioTo(({ before }) => before, 0.02),
    part(qrsTo, afterTo),
    usualForm ? form.lowOverHigh - usualForm.lowOverHigh : Number.NaN,
    usual?.shares.long ?? Number.NaN,
    ownMatches.length > 0 ? Math.max(...ownMatches.map((match) => match.correlation)) : Number.NaN,
    log(form.height / largest),
    log((form.widthMs + 8) / (broadest + 8)),
    shapes.own.reduce((sum, { shares }) => sum + shares.long, 0),
    matched ? best.similarity : Number.NaN,
    matched?.shares.long ?? Number.NaN,
    matched?.shares.recent ?? Number.NaN,
    matched && usual ? matched.shape.logEarly - usual.shape.logEarly : Number.NaN,
    matched?.shares.followed ?? Number.NaN,
    matched && usual
      ? correlation(usual.shape.template, matched.shape.template, { from: qrsFrom, to: qrsTo })
      : Number.NaN,
    matched && usualForm ? log((formOf(matched.shape).widthMs + 8) / (usualForm.widthMs + 8)) : Number.NaN,
    previous ? correlation(previous.window, window, { from: qrsFrom, to: qrsTo }) : Number.NaN,
    previous?.likeUsual ?? Number.NaN,
    previous?.widthToUsual ?? Number.NaN,
    previous?.early ?? Number.NaN,
    log(meanAbsolute(error, own)),
    log(errorBeyondOwn + 0.02),
    log(relativeError),
    errorPart(0, beforeTo),
    errorPart(qrsFrom, qrsTo),
    errorPart(qrsTo, afterTo),
  );
  return {
    features,
    distance: matched ? distanceTo(matched.shape, beat, best) : 0,
    errorDistance: matched ? errorDistance(matched.shape, beat, 0, windowLength) : 0,
    relativeError,
    asPrevious: { window, likeUsual, widthToUsual, early },
  };
}

/** Mean absolute difference from a shape's template over the mean of the template itself. */
function distanceTo({ template }: Shape, { window, own }: SeenBeat, { shift }: Match): number {
  let [sum, whole] = [0, 1];
  for (let index = 0; index < own; index += 1) {
    const usual = (template[index] ?? 0) / templateScale;
    const at = Math.min(windowLength - 1, Math.max(0, index - shift));
    sum += Math.abs((window[at] ?? 0) - usual);
    whole += Math.abs(usual);
  }
  return sum / whole;
}

/** Mean absolute difference of the error from that of a shape, in the beat's own scale. */
function errorDistance({ error: usual }: Shape, { error, own }: SeenBeat, from: number, to: number): number {
  const end = Math.max(from + 4, Math.min(to, own));
  let sum = 0;
  for (let index = from; index < end; index += 1)
    sum += Math.abs((error[index] ?? 0) - (usual[index] ?? 0) / errorScale);
  return sum / (end - from);
}

function meanAbsolute(values: Float32Array, count: number): number {
  let sum = 0;
  for (let index = 0; index < count; index += 1) sum += Math.abs(values[index] ?? 0);
  return sum / count;
}
