import type { Beat } from '@beatwatch/contracts';
import type { AdaptedBeat, Adaptation } from '../adaptation.ts';
import type { EncodedBeat } from '../encode-beats.ts';
import {
  ascending,
  calmLevel,
  defaultThresholdSettings,
  median,
  robustThreshold,
  type PatientThreshold,
  type ThresholdSettings,
} from './robust-threshold.ts';

export interface PlainAdaptationSettings {
  readonly threshold: ThresholdSettings;
  /** An anomalous beat this much earlier than usual, as a share of the usual RR interval, is ventricular. Default 0.15. */
  readonly prematureShare: number;
}

const defaultSettings: PlainAdaptationSettings = {
  threshold: defaultThresholdSettings,
  prematureShare: 0.15,
};

/** The usual RR interval is the median of so many of calm beats. */
const usualRrIntervals = 16;
const stateVersion = 1;

/** Plain data. */
export interface PlainAdaptationState {
  readonly version: typeof stateVersion;
  /** Losses that the threshold is being learned from. */
  readonly learning: readonly number[];
  readonly learned?: PatientThreshold;
  /** Staff's threshold. */
  readonly chosen?: number;
  /** Of the last calm beats, ms. */
  readonly rrIntervalsMs: readonly number[];
}

/** What the adaptation reads of a beat, and of what the autoencoder makes of it. */
type PlainBeat = Pick<Beat, 'precedingRrIntervalMs'>;
type PlainEncoded = Pick<EncodedBeat, 'loss' | 'reconstruction'>;

/** The loss does not grade beats: any beyond the threshold counts in full. */
const fullStrength = 3;

/** A patient's threshold on a model's own loss, learned from their first beats without labels. */
export class PlainAdaptation implements Adaptation {
  readonly #settings: PlainAdaptationSettings;
  #state: PlainAdaptationState;

  private constructor(settings: PlainAdaptationSettings, state: PlainAdaptationState) {
    this.#settings = settings;
    this.#state = state;
  }

  static begin(settings = defaultSettings): PlainAdaptation {
    return new PlainAdaptation(settings, { version: stateVersion, learning: [], rrIntervalsMs: [] });
  }

  /** Goes on from what `state` gave; what another version stored is not understood, and it begins anew. */
  static restore(state: unknown, settings = defaultSettings): PlainAdaptation {
    return isState(state) ? new PlainAdaptation(settings, state) : PlainAdaptation.begin(settings);
  }

  get state(): PlainAdaptationState {
    return this.#state;
  }

  judge(beat: PlainBeat, encoded: PlainEncoded, { learn }: { readonly learn: boolean }): AdaptedBeat {
    const { loss, reconstruction } = encoded;
    const threshold = this.#threshold();
    const anomalous = threshold !== undefined && loss > threshold.raise;
    const ventricular = anomalous && this.#isPremature(beat);
    if (learn) this.#learn(beat, loss, anomalous);
    return {
      loss,
      ...(threshold && { threshold: threshold.raise, calmBelow: threshold.clear }),
      anomalous,
      ventricular,
      strength: anomalous ? fullStrength : 0,
      reconstruction,
    };
  }

  /** Staff's threshold, in force from the next beat on; undefined: the learned one again. */
  setThreshold(value: number | undefined): void {
    const { chosen: _, ...rest } = this.#state;
    this.#state = value === undefined ? rest : { ...rest, chosen: value };
  }

  #threshold(): PatientThreshold | undefined {
    const { chosen, learned } = this.#state;
    return chosen === undefined ? learned : { raise: chosen, clear: calmLevel(chosen, learned) };
  }

  #isPremature({ precedingRrIntervalMs }: PlainBeat): boolean {
    const usualMs = median(ascending(this.#state.rrIntervalsMs));
    if (precedingRrIntervalMs === undefined || Number.isNaN(usualMs)) return false;
    return precedingRrIntervalMs < (1 - this.#settings.prematureShare) * usualMs;
  }

  #learn({ precedingRrIntervalMs }: PlainBeat, loss: number, anomalous: boolean): void {
    const { learning, learned, rrIntervalsMs } = this.#state;
    if (!anomalous && precedingRrIntervalMs !== undefined) {
      const newest = [...rrIntervalsMs, precedingRrIntervalMs].slice(-usualRrIntervals);
      this.#state = { ...this.#state, rrIntervalsMs: newest };
    }
    if (learned !== undefined) return;
    const losses = [...learning, loss];
    const { threshold: settings } = this.#settings;
    this.#state =
      losses.length < settings.calibrationBeats
        ? { ...this.#state, learning: losses }
        : { ...this.#state, learning: [], learned: robustThreshold(losses, settings) };
  }
}

const isState = (state: unknown): state is PlainAdaptationState =>
  typeof state === 'object' && state !== null && 'version' in state && state.version === stateVersion;
