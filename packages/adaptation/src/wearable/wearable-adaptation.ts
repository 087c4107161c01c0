import type { Beat } from '@beatwatch/contracts';
import type { Adaptation, AdaptedBeat } from '../adaptation.ts';
import type { EncodedBeat } from '../encode-beats.ts';
import { featuresOf, type Features, type MeasuredBeat } from './features.ts';
import { logit, lossOf } from './fusion.ts';
import { LearningBeats, type LearningState } from './learning.ts';
import type { WearableProfile } from './profile.ts';
import { noRr, recentRrMs, rememberRr, withUsualRr, type RrMemory } from './rr-memory.ts';
import { referenceOf, type PatientReference } from './reference.ts';
import { learnedThreshold, type LearnedThreshold } from './learned-threshold.ts';
import { inMicrovolts, levelled, scaledWindow, type ScaledWindow } from './window.ts';

type Encoded = Pick<EncodedBeat, 'reconstruction'>;

const stateVersion = 2;

/** Plain data. */
export interface WearableState {
  readonly version: typeof stateVersion;
  readonly rr: RrMemory;
  /** Present while the first minutes last. */
  readonly learning?: LearningState;
  readonly reference?: PatientReference;
  readonly learned?: LearnedThreshold;
  readonly setThreshold?: number;
}

/**
 * Brings the wearable model to one lead of one patient: the first minutes say what is usual there, without labels, and
 * later beats are measured against it. A first, provisional reference is there after ten beats, and verdicts after
 * forty.
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
    return new WearableAdaptation(profile, { version: stateVersion, rr: noRr, learning });
  }

  /** Goes on from what {@link state} gave; from another version's state it begins anew. */
  static restore(profile: WearableProfile, state: unknown): WearableAdaptation {
    const version =
      typeof state === 'object' && state !== null && 'version' in state ? state.version : undefined;
    if (version !== stateVersion) return WearableAdaptation.begin(profile);
    return new WearableAdaptation(profile, state as WearableState);
  }

  get state(): WearableState {
    return this.#state;
  }

  /** What is usual for the patient; undefined before the first beats. */
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

  /** How the beat differs from the patient's own; undefined before the first reference. Moves nothing. */
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
    if (features === undefined) return { loss: 0, anomalous: false, ventricular: false, reconstruction };
    const { anomaly, ventricular } = this.#profile;
    const loss = lossOf(logit(anomaly, features));
    const { learned, setThreshold } = this.#state;
    if (learned === undefined) return { loss, anomalous: false, ventricular: false, reconstruction };
    const threshold = setThreshold ?? learned.raise;
    return {
      loss,
      threshold,
      calmBelow: Math.min(learned.clear, threshold),
      anomalous: loss > threshold,
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
