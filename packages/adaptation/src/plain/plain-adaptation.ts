import type { Beat } from '@beatwatch/contracts';
import { median } from '@beatwatch/statistics';
import type { AdaptedBeat, Adaptation } from '../adaptation.ts';
import type { EncodedBeat } from '../encode-beats.ts';
import type { PatientThreshold } from '../patient-threshold.ts';
import { plainStateVersion, type PlainState } from './plain-state.ts';
import {
  clearThresholdFor,
  defaultThresholdSettings,
  robustThreshold,
  type ThresholdSettings,
} from './robust-threshold.ts';
import { restorePlainState } from './upgrade-plain-state.ts';

export interface PlainAdaptationSettings {
  readonly threshold: ThresholdSettings;
  /** How much earlier than usual an anomalous beat has to be to count as ventricular, share of the RR interval. Default 0.15. */
  readonly prematureShare: number;
}

const defaultSettings: PlainAdaptationSettings = {
  threshold: defaultThresholdSettings,
  prematureShare: 0.15,
};

/** Non-anomalous beats of which the usual RR interval is the median. */
const usualRrIntervals = 16;

type PlainBeat = Pick<Beat, 'precedingRrIntervalMs'>;
type PlainEncoded = Pick<EncodedBeat, 'reconstructionLoss' | 'reconstruction'>;

/** The reconstruction loss does not grade beats: any above the threshold counts in full. */
const fullStrength = 3;

/**
 * Takes a model's reconstruction loss for the anomaly score, with a threshold that is learned from the patient's first
 * beats without labels.
 */
export class PlainAdaptation implements Adaptation {
  readonly #settings: PlainAdaptationSettings;
  #state: PlainState;

  private constructor(settings: PlainAdaptationSettings, state: PlainState) {
    this.#settings = settings;
    this.#state = state;
  }

  static begin(settings = defaultSettings): PlainAdaptation {
    return new PlainAdaptation(settings, { version: plainStateVersion, learning: [], rrIntervalsMs: [] });
  }

  /** Continues from a stored {@link state}, of this or an earlier version; begins anew from an unknown version. */
  static restore(stored: unknown, settings = defaultSettings): PlainAdaptation {
    const state = restorePlainState(stored);
    return state === undefined ? PlainAdaptation.begin(settings) : new PlainAdaptation(settings, state);
  }

  get state(): PlainState {
    return this.#state;
  }

  get isReady(): boolean {
    return this.#state.learned !== undefined;
  }

  judge(beat: PlainBeat, encoded: PlainEncoded, { learn }: { readonly learn: boolean }): AdaptedBeat {
    const { reconstructionLoss: anomalyScore, reconstruction } = encoded;
    const levels = this.#threshold();
    const anomalous = levels !== undefined && anomalyScore > levels.threshold;
    const ventricular = anomalous && this.#isPremature(beat);
    if (learn) this.#learn(beat, anomalyScore, anomalous);
    return {
      anomalyScore,
      ...levels,
      anomalous,
      ventricular,
      strength: anomalous ? fullStrength : 0,
      reconstruction,
    };
  }

  setThreshold(value: number | undefined): void {
    const { setThreshold: _, ...rest } = this.#state;
    this.#state = value === undefined ? rest : { ...rest, setThreshold: value };
  }

  #threshold(): PatientThreshold | undefined {
    const { setThreshold, learned } = this.#state;
    if (setThreshold === undefined) return learned;
    return { threshold: setThreshold, clearThreshold: clearThresholdFor(setThreshold, learned) };
  }

  #isPremature({ precedingRrIntervalMs }: PlainBeat): boolean {
    const usualMs = median(this.#state.rrIntervalsMs);
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
