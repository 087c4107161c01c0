import type { AdaptedBeat } from '@beatwatch/adaptation';
import type { Beat, SignalSecond } from '@beatwatch/contracts';
import {
  noAtrialFibrillation,
  noVentricularRhythm,
  rememberRhythmSecond,
  rememberVentricularBeat,
  ventricularFinding,
  watchAtrialFibrillation,
  type AtrialFibrillationState,
  type RhythmModels,
  type VentricularFinding,
  type VentricularRhythmState,
} from '@beatwatch/rhythm';
import type { PatientMonitorState } from './patient-state.ts';

type WatchesState = Pick<PatientMonitorState, 'atrial' | 'ventricular'>;

/** What rhythm each of a patient's leads shows. */
export class RhythmWatches {
  readonly #models: RhythmModels;
  /** By lead. The values are never changed, only replaced. */
  readonly #atrial: Map<string, AtrialFibrillationState>;
  readonly #ventricular: Map<string, VentricularRhythmState>;

  constructor(models: RhythmModels, state?: WatchesState) {
    this.#models = models;
    this.#atrial = new Map(Object.entries(state?.atrial ?? {}));
    this.#ventricular = new Map(Object.entries(state?.ventricular ?? {}));
  }

  get state(): WatchesState {
    return {
      atrial: Object.fromEntries(this.#atrial),
      ventricular: Object.fromEntries(this.#ventricular),
    };
  }

  forget(lead: string): void {
    this.#atrial.delete(lead);
    this.#ventricular.delete(lead);
  }

  forgetAll(): void {
    this.#atrial.clear();
    this.#ventricular.clear();
  }

  /** @returns log odds of atrial fibrillation in the beat's lead */
  beat(beat: Beat, judgement: AdaptedBeat): number | undefined {
    const logOdds = this.#watchAtria(beat);
    this.#rememberVentricular(beat, judgement);
    return logOdds;
  }

  /** @returns what the second's lead shows of ventricular tachycardia and fibrillation */
  second(second: SignalSecond): VentricularFinding | undefined {
    const { ventricular: model } = this.#models;
    if (model === undefined) return undefined;
    const before = this.#ventricular.get(second.lead) ?? noVentricularRhythm;
    const watch = rememberRhythmSecond(before, second);
    if (watch === before) return undefined;
    this.#ventricular.set(second.lead, watch);
    return ventricularFinding(watch, model);
  }

  #watchAtria(beat: Beat): number | undefined {
    const { atrialFibrillation: model } = this.#models;
    if (model === undefined || beat.late === true) return undefined;
    const watch = watchAtrialFibrillation(this.#atrial.get(beat.lead) ?? noAtrialFibrillation, beat, model);
    this.#atrial.set(beat.lead, watch);
    return watch.logOdds;
  }

  #rememberVentricular(beat: Beat, { classProbabilities }: AdaptedBeat): void {
    if (this.#models.ventricular === undefined || beat.late === true) return;
    const before = this.#ventricular.get(beat.lead) ?? noVentricularRhythm;
    const { timeUs, rrIntervalMs, lead, samples, preprocessing } = beat;
    const classed = { timeUs, rrIntervalMs, lead, samples, preprocessing, classProbabilities };
    this.#ventricular.set(lead, rememberVentricularBeat(before, classed));
  }
}
