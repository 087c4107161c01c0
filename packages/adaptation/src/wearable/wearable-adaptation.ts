import type { Beat } from '@beatwatch/contracts';
import type { Adaptation, AdaptedBeat } from '../adaptation.ts';
import type { EncodedBeat } from '../encode-beats.ts';
import { featuresOf, type Features } from './features.ts';
import { anomalyScore, logit } from './fusion.ts';
import { learnedThreshold } from './learned-threshold.ts';
import { LearningBeats } from './learning.ts';
import type { MeasuredBeat } from './measured-beat.ts';
import type { WearableProfile } from './profile.ts';
import { referenceOf, type PatientReference } from './reference.ts';
import { noRr, recentRrMs, rememberRr, withUsualRr } from './rr-memory.ts';
import { restoreWearableState } from './upgrade-wearable-state.ts';
import { wearableStateVersion, type WearableState } from './wearable-state.ts';
import { inMicrovolts, levelled, scaledWindow, type ScaledWindow } from './window.ts';

type Encoded = Pick<EncodedBeat, 'reconstruction'>;

/**
 * Brings the wearable model to one lead of one patient: learns a reference from the first minutes, without labels, and
 * compares later beats with it. A provisional reference exists after ten beats, verdicts after forty.
 */
export class WearableAdaptation implements Adaptation {
  readonly #profile: WearableProfile;
  #state: WearableState;

  private constructor(profile: WearableProfile, state: WearableState) {
    this.#profile = profile;
    this.#state = state;
  }

  static begin(profile: WearableProfile): WearableAdaptation {
    const learning = LearningBeats.begin();
    return new WearableAdaptation(profile, { version: wearableStateVersion, rr: noRr, learning });
  }

  /** Continues from a stored {@link state}, of this or an earlier version; begins anew from an unknown version. */
  static restore(profile: WearableProfile, stored: unknown): WearableAdaptation {
    const state = restoreWearableState(stored);
    return state === undefined ? WearableAdaptation.begin(profile) : new WearableAdaptation(profile, state);
  }

  get state(): WearableState {
    return this.#state;
  }

  /** Undefined before the first ten beats. */
  get reference(): PatientReference | undefined {
    return this.#state.reference;
  }

  setThreshold(value: number | undefined): void {
    const { setThreshold: _, ...rest } = this.#state;
    this.#state = value === undefined ? rest : { ...rest, setThreshold: value };
  }

  judge(beat: Beat, encoded: Encoded, { learn }: { readonly learn: boolean }): AdaptedBeat {
    const window = scaledWindow(beat);
    const measured = this.#measured(beat, window, encoded);
    const features = this.#features(measured);
    const judgement = this.#judgement(features, inMicrovolts(encoded.reconstruction, beat.samples, window));
    this.#state = { ...this.#state, rr: rememberRr(this.#state.rr, beat.precedingRrIntervalMs, learn) };
    if (learn) this.#learn(beat, measured);
    return judgement;
  }

  /**
   * Measures how a beat differs from the patient's own; changes no state.
   * @returns undefined before the first reference
   */
  features(beat: Beat, encoded: Encoded): Features | undefined {
    return this.#features(this.#measured(beat, scaledWindow(beat), encoded));
  }

  #measured(
    { rrIntervalMs: rrMs, precedingRrIntervalMs: precedingRrMs }: Beat,
    { input, own, spread }: ScaledWindow,
    { reconstruction }: Encoded,
  ): MeasuredBeat {
    const { rr } = this.#state;
    const recent = recentRrMs(rr);
    return {
      input,
      error: input.map((value, index) => (index < own ? value - (reconstruction[index] ?? 0) : 0)),
      own,
      sizeMicrovolts: spread,
      rrMs,
      ...(precedingRrMs !== undefined && { precedingRrMs }),
      ...(recent !== undefined && { recentRrMs: recent }),
      ...(rr.slowLog !== undefined && { slowRrMs: Math.exp(rr.slowLog) }),
    };
  }

  #features(measured: MeasuredBeat): Features | undefined {
    const { reference } = this.#state;
    return reference && featuresOf(measured, reference);
  }

  #judgement(features: Features | undefined, reconstruction: Float32Array): AdaptedBeat {
    const unjudged = { anomalous: false, ventricular: false, reconstruction };
    if (features === undefined) return { anomalyScore: 0, ...unjudged };
    const { anomaly, ventricular } = this.#profile;
    const score = anomalyScore(logit(anomaly, features));
    const { learned, setThreshold } = this.#state;
    if (learned === undefined) return { anomalyScore: score, ...unjudged };
    const threshold = setThreshold ?? learned.threshold;
    return {
      anomalyScore: score,
      threshold,
      clearThreshold: Math.min(learned.clearThreshold, threshold),
      anomalous: score > threshold,
      ventricular: logit(ventricular, features) > learned.ventricularFrom,
      reconstruction,
    };
  }

  #learn({ timeUs, samples }: Beat, measured: MeasuredBeat): void {
    if (this.#state.learning === undefined) return;
    const next = LearningBeats.add(this.#state.learning, timeUs, levelled(samples), measured);
    if (!next.isDue) {
      this.#state = { ...this.#state, learning: next.state };
      return;
    }
    const reference = referenceOf(next.state.morphologies);
    const learned =
      reference && next.hasVerdicts
        ? learnedThreshold(reference, next.state.morphologies, this.#profile)
        : undefined;
    const { learning: _, ...rest } = this.#state;
    this.#state = {
      ...rest,
      ...(reference && { reference, rr: withUsualRr(rest.rr, reference.usual.rrMs) }),
      ...(learned && { learned }),
      ...(next.isOver && reference ? {} : { learning: next.state }),
    };
  }
}
