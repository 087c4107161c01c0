import type { Beat, Writable } from '@beatwatch/contracts';
import type { Adaptation, AdaptedBeat } from '../adaptation.ts';
import type { EncodedBeat } from '../encode-beats.ts';
import type { ClassifiedBeat, ClassifyBeat } from './beat-classes.ts';
import { beatFeatures, type Compared } from './beat-features.ts';
import { beatForm } from './beat-form.ts';
import { learnedThreshold, noScores, renewedAfter, withScore } from './learned-threshold.ts';
import { levelsWith } from './levels.ts';
import { ownShapes } from './own-shapes.ts';
import { noRhythm, rememberInterval, rhythmBefore } from './rhythm-memory.ts';
import { bestMatch, learnShape, noShapes, sameShape, type NewBeat } from './shape-memory.ts';
import { matchesOf } from './shape-matches.ts';
import { restoreWearableState } from './upgrade-wearable-state.ts';
import { wearableStateVersion, type WearableState } from './wearable-state.ts';
import { inMicrovolts, levelled, scaledWindow, windowLength, type ScaledWindow } from './window.ts';

type Encoded = Pick<EncodedBeat, 'reconstruction'>;

/** What a beat is compared with changes with every beat that is learned. */
interface MeasuredBeat {
  readonly compared: Compared;
  readonly learned: NewBeat;
  /** Whether it has one of the patient's own shapes. */
  readonly isOwn: boolean;
}

/** RR intervals before the first class: without them a beat cannot be called early. */
const fewestIntervals = 8;
/** Strength as evidence that a ventricular beat has when it is certain, and what a doubtful one lacks of it. */
const certainStrength = 3;
const strengthPerProbability = 4;

/**
 * Brings the wearable model to one lead of one patient. Without labels it keeps the shapes and the rhythm of the last
 * minutes; a beat is compared with them, which gives an anomaly score (the reconstruction loss over the patient's usual
 * one) and, by trees fitted to labelled beats of other patients, a class. Classes are told after eight beats, verdicts on
 * the anomaly score after forty.
 */
export class WearableAdaptation implements Adaptation {
  readonly #classify: ClassifyBeat | undefined;
  #state: WearableState;

  private constructor(classify: ClassifyBeat | undefined, state: WearableState) {
    this.#classify = classify;
    this.#state = state;
  }

  /** @param classify undefined for an adaptation that tells no classes */
  static begin(classify: ClassifyBeat | undefined): WearableAdaptation {
    return new WearableAdaptation(classify, {
      version: wearableStateVersion,
      rhythm: noRhythm,
      shapes: noShapes,
      scores: noScores,
    });
  }

  /** Continues from a stored {@link state}, of this or an earlier version; begins anew from an unknown version. */
  static restore(classify: ClassifyBeat | undefined, stored: unknown): WearableAdaptation {
    const state = restoreWearableState(stored);
    return state === undefined ? WearableAdaptation.begin(classify) : new WearableAdaptation(classify, state);
  }

  get state(): WearableState {
    return this.#state;
  }

  get isReady(): boolean {
    return this.#state.learned !== undefined && this.#state.rhythm.intervalsMs.length >= fewestIntervals;
  }

  setThreshold(value: number | undefined): void {
    const { setThreshold: _, ...rest } = this.#state;
    this.#state = value === undefined ? rest : { ...rest, setThreshold: value };
  }

  judge(beat: Beat, encoded: Encoded, { learn }: { readonly learn: boolean }): AdaptedBeat {
    const window = scaledWindow(beat);
    const measured = this.#measured(beat, window, encoded);
    const judgement = this.#judgement(measured, inMicrovolts(encoded.reconstruction, beat.samples, window));
    this.#remember(beat, measured, learn);
    return judgement;
  }

  /** Features of a beat by which classes are told, `[features]`; changes no state. */
  features(beat: Beat, encoded: Encoded): Float32Array {
    return this.#measured(beat, scaledWindow(beat), encoded).compared.features;
  }

  #measured(beat: Beat, { input, own, level }: ScaledWindow, { reconstruction }: Encoded): MeasuredBeat {
    const { rrIntervalMs, precedingRrIntervalMs: rrMs = Number.NaN } = beat;
    const memory = this.#state.shapes;
    const window = levelled(beat.samples, level);
    const form = beatForm(window, own);
    const error = errorOf(input, reconstruction, own);
    const shapes = ownShapes(memory);
    const matches = matchesOf(memory.shapes, window, form.height);
    const best = bestMatch(matches);
    const rhythm = rhythmBefore(this.#state.rhythm);
    const compared = beatFeatures(
      { window, own, error, form, rrMs, nextMs: rrIntervalMs },
      { shapes, matches, best, rhythm, previous: this.#state.previous },
    );
    const { distance, errorDistance, asPrevious } = compared;
    return {
      compared,
      learned: { window, error, own, early: asPrevious.early, rrMs, match: best, distance, errorDistance },
      isOwn: best.similarity >= sameShape && shapes.own.some(({ index }) => index === best.index),
    };
  }

  #judgement({ compared }: MeasuredBeat, reconstruction: Float32Array): AdaptedBeat {
    const anomalyScore = Number.isNaN(compared.relativeError) ? 0 : compared.relativeError;
    const classified =
      this.#state.rhythm.intervalsMs.length < fewestIntervals
        ? undefined
        : this.#classify?.(compared.features);
    const judged: Writable<AdaptedBeat> = {
      anomalyScore,
      anomalous: false,
      ventricular: classified?.beatClass === 'V',
      reconstruction,
    };
    if (classified !== undefined) {
      judged.beatClass = classified.beatClass;
      judged.classProbabilities = classified.classProbabilities;
      if (judged.ventricular) judged.strength = ventricularStrength(classified);
    }
    const { learned, setThreshold } = this.#state;
    if (learned === undefined) return judged;
    const { threshold, clearThreshold } = levelsWith(learned, setThreshold);
    judged.threshold = threshold;
    judged.clearThreshold = clearThreshold;
    judged.learned = learned;
    judged.anomalous = anomalyScore > threshold;
    return judged;
  }

  #remember(
    { precedingRrIntervalMs }: Beat,
    { compared, learned, isOwn }: MeasuredBeat,
    learn: boolean,
  ): void {
    const rhythm = rememberInterval(this.#state.rhythm, precedingRrIntervalMs);
    const previous = compared.asPrevious;
    if (!learn) {
      this.#state = { ...this.#state, rhythm, previous };
      return;
    }
    const shapes = learnShape(this.#state.shapes, learned);
    this.#state = { ...this.#state, rhythm, previous, shapes };
    if (!isOwn) return;
    const scores = withScore(this.#state.scores, compared.relativeError);
    const isDue = this.#state.learned === undefined || shapes.beats % renewedAfter === 0;
    const renewed = isDue ? learnedThreshold(scores) : undefined;
    this.#state = { ...this.#state, scores, ...(renewed && { learned: renewed }) };
  }
}

/** Of the beat at hand: nothing keeps it, and calls never overlap. */
const beatError = new Float32Array(windowLength);

/** What the reconstruction lacks of a beat's own values; 0 behind them. */
function errorOf(input: Float32Array, reconstruction: Float32Array, own: number): Float32Array {
  for (let index = 0; index < windowLength; index += 1)
    beatError[index] = index < own ? (input[index] ?? 0) - (reconstruction[index] ?? 0) : 0;
  return beatError;
}

const ventricularStrength = ({ classProbabilities }: ClassifiedBeat): number =>
  Math.min(certainStrength, Math.max(0.5, strengthPerProbability * classProbabilities.V - 1));
