import { templateForm, type TemplateForm } from './beat-form.ts';
import { windowLength } from './window.ts';

/** One shape of a patient's beats, a running mean: plain data. */
export interface Shape {
  /** `[88]`, quarters of a microvolt, median at about 0. */
  readonly template: Int16Array;
  /** `[88]`, the autoencoder's error, thousandths of the beat's own scale. */
  readonly error: Int16Array;
  /** Number of the newest beat of the shape. */
  readonly newest: number;
  /** Count of its beats, fading over some 320 beats; as of the newest. */
  readonly weight: number;
  /** The same, fading over 60 beats. */
  readonly recent: number;
  /** The same of its beats that were followed by one of the shape. */
  readonly followed: number;
  /** Mean logarithm of the RR interval before over the mean one; the earlier, the lower. */
  readonly logEarly: number;
  /** Mean logarithm of the RR interval before in ms. */
  readonly logRr: number;
  /** Mean of its beats' distance from the template, and how much that varies. */
  readonly distance: number;
  readonly distanceSpread: number;
  /** Mean of 1 less the correlation with the template, and how much that varies. */
  readonly unlikeness: number;
  readonly unlikenessSpread: number;
  /** Mean of the autoencoder's error beyond the shape's own. */
  readonly errorDistance: number;
}

/** The shapes of a patient's last beats, found beat by beat (leader clustering): plain data. */
export interface ShapeMemory {
  /** Number of beats that were learned. */
  readonly beats: number;
  readonly shapes: readonly Shape[];
  /** Index of the newest beat's shape; -1 before the first. */
  readonly newest: number;
}

export const noShapes: ShapeMemory = { beats: 0, shapes: [], newest: -1 };

export const templateScale = 4;
export const errorScale = 1000;
/** Similarity from which beats are of one shape: correlation over the QRS complex, less a penalty for unequal heights. */
export const sameShape = 0.9;
const longBeats = 320;
const recentBeats = 60;
/** Beats over which the running mean is taken at most. */
const meanBeats = 24;
const mostShapes = 12;

/** The shape that a beat is most like. */
export interface Match {
  /** -1 without a shape. */
  readonly index: number;
  /** By which the beat has to be moved to the right, values. */
  readonly shift: number;
  readonly correlation: number;
  /** Correlation less the penalty for unequal heights. */
  readonly similarity: number;
}

const noMatch: Match = { index: -1, shift: 0, correlation: Number.NaN, similarity: Number.NEGATIVE_INFINITY };

/** Forms of the templates; a shape is never changed, so each is measured once. */
const forms = new WeakMap<Shape, TemplateForm>();
/** The template at hand; calls never overlap. */
const templateWindow = new Int16Array(windowLength);

/** Measures of a shape's template, microvolts. */
export function formOf(shape: Shape): TemplateForm {
  const known = forms.get(shape);
  if (known !== undefined) return known;
  const { template } = shape;
  for (let index = 0; index < windowLength; index += 1)
    templateWindow[index] = Math.round((template[index] ?? 0) / templateScale);
  const form = templateForm(templateWindow);
  forms.set(shape, form);
  return form;
}

/** The match with the highest similarity. */
export function bestMatch(matches: readonly Match[]): Match {
  let best = noMatch;
  for (const match of matches) if (match.similarity > best.similarity) best = match;
  return best;
}

/** How much of a shape's count is left. */
const faded = (beats: number, { newest }: Shape, over: number): number => Math.exp((newest - beats) / over);

/** A shape's shares of the last beats. */
export interface Shares {
  readonly long: number;
  readonly recent: number;
  /** Share of the shape's beats that were followed by one of the shape. */
  readonly followed: number;
}

/** Shares of all shapes, in their order. */
export function sharesOf({ beats, shapes }: ShapeMemory): readonly Shares[] {
  const longs = shapes.map((shape) => shape.weight * faded(beats, shape, longBeats));
  const recents = shapes.map((shape) => shape.recent * faded(beats, shape, recentBeats));
  const long = longs.reduce((sum, value) => sum + value, 0);
  const recent = recents.reduce((sum, value) => sum + value, 0);
  return shapes.map(({ followed, weight }, index) => ({
    long: (longs[index] ?? 0) / long,
    recent: (recents[index] ?? 0) / recent,
    followed: followed / weight,
  }));
}

/** A beat to learn from. */
export interface NewBeat {
  /** `[88]`, microvolts with their median at 0. */
  readonly window: Int16Array;
  /** `[88]`, the autoencoder's error in the beat's own scale. */
  readonly error: Float32Array;
  /** Number of values that are the beat's own. */
  readonly own: number;
  /** Logarithm of the RR interval before over the mean one; NaN where it is not known. */
  readonly early: number;
  /** From the R peak before; NaN where it is not known. */
  readonly rrMs: number;
  readonly match: Match;
  readonly distance: number;
  readonly errorDistance: number;
}

export function learnShape(memory: ShapeMemory, beat: NewBeat): ShapeMemory {
  const beats = memory.beats + 1;
  const shapes = [...memory.shapes];
  const { match } = beat;
  const known = match.similarity >= sameShape ? shapes[match.index] : undefined;
  const newest = known === undefined ? freePlace(memory) : match.index;
  const before = shapes[memory.newest];
  if (known !== undefined && newest === memory.newest && before !== undefined) {
    shapes[newest] = { ...before, followed: before.followed + 1 };
  }
  const own = shapes[newest];
  shapes[newest] = known === undefined || own === undefined ? newShape(beats, beat) : moved(own, beats, beat);
  return { beats, shapes, newest };
}

function freePlace({ shapes, beats }: ShapeMemory): number {
  if (shapes.length < mostShapes) return shapes.length;
  let rarest = 0;
  let least = Number.POSITIVE_INFINITY;
  shapes.forEach((shape, index) => {
    const count =
      shape.weight * faded(beats, shape, longBeats) + shape.recent * faded(beats, shape, recentBeats);
    if (count < least) [rarest, least] = [index, count];
  });
  return rarest;
}

/** Of people in general. */
const usualRrMs = 800;
/** Usual deviations of a shape that has one beat: those of people in general. */
const first = {
  distance: 0.25,
  distanceSpread: 0.08,
  unlikeness: 0.03,
  unlikenessSpread: 0.03,
  errorDistance: 0.25,
};

const newShape = (beats: number, { window, error, early, rrMs }: NewBeat): Shape => ({
  template: window.map((value) => clipped(templateScale * value)),
  error: Int16Array.from(error, (value) => clipped(errorScale * value)),
  newest: beats,
  weight: 1,
  recent: 1,
  followed: 0,
  logEarly: Number.isNaN(early) ? 0 : early,
  logRr: Math.log(Number.isNaN(rrMs) ? usualRrMs : rrMs),
  ...first,
});

function moved(shape: Shape, beats: number, beat: NewBeat): Shape {
  const long = faded(beats, shape, longBeats);
  const weight = shape.weight * long + 1;
  const share = 1 / Math.min(weight, meanBeats);
  const { window, error, own, match, early, rrMs } = beat;
  const template = shape.template.slice();
  const shapeError = shape.error.slice();
  for (let index = 0; index < windowLength; index += 1) {
    const at = Math.min(windowLength - 1, Math.max(0, index - match.shift));
    const value = template[index] ?? 0;
    if (at < own) template[index] = clipped(value + share * (templateScale * (window[at] ?? 0) - value));
    const usual = shapeError[index] ?? 0;
    if (index < own) shapeError[index] = clipped(usual + share * (errorScale * (error[index] ?? 0) - usual));
  }
  const unlikeness = 1 - match.correlation;
  return {
    template,
    error: shapeError,
    newest: beats,
    weight,
    recent: shape.recent * faded(beats, shape, recentBeats) + 1,
    followed: shape.followed * long,
    logEarly: towards(shape.logEarly, early, share),
    logRr: towards(shape.logRr, Math.log(rrMs), share),
    ...running(shape, 'distance', beat.distance, share),
    ...running(shape, 'unlikeness', unlikeness, share),
    errorDistance:
      shape.errorDistance +
      share * (Math.min(beat.errorDistance, 3 * shape.errorDistance) - shape.errorDistance),
  };
}

const towards = (mean: number, value: number, share: number): number =>
  Number.isNaN(value) ? mean : mean + share * (value - mean);

type Spread<Name extends string> = Name | `${Name}Spread`;

/** Moves a mean and its spread towards a value, which counts no more than three spreads away. */
function running<Name extends 'distance' | 'unlikeness'>(
  shape: Shape,
  name: Name,
  value: number,
  share: number,
): Record<Spread<Name>, number> {
  const [mean, spread] = [shape[name], shape[`${name}Spread`]];
  const by = Math.max(-3 * spread, Math.min(3 * spread, value - mean));
  return {
    [name]: mean + share * by,
    [`${name}Spread`]: Math.max(0.01, spread + share * (1.25 * Math.abs(by) - spread)),
  } as Record<Spread<Name>, number>;
}

const clipped = (value: number): number => Math.min(32_767, Math.max(-32_768, Math.round(value)));
