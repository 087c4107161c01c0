import type {
  Adaptation,
  AdaptedBeat,
  EncodedBeat,
  PatientModel,
  PatientModels,
} from '@beatwatch/adaptation';
import type { AlarmSettings } from '@beatwatch/alarms';
import type {
  AlarmEvent,
  Beat,
  ModelVersion,
  PatientCommand,
  PatientId,
  SignalSecond,
} from '@beatwatch/contracts';
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
import { judgedBeat } from './judged-beat.ts';
import { RecordedAlarms, type RecordInput } from './recorded-alarms.ts';
import { speaks, withSpeaker } from './speaking-device.ts';
import { mayLearn, rememberSecond, type SecondTrust } from './signal-trust.ts';
import { PatientModelChoice } from './patient-model-choice.ts';
import { patientStateVersion, type LeadState, type PatientMonitorState } from './patient-state.ts';
import { restorePatientState } from './upgrade-patient-state.ts';

/** What a monitor judges beats and rhythms with. */
export interface MonitorModels extends RhythmModels {
  readonly beats: PatientModels;
}

/** A judged beat with the changes of alarms that it caused. */
export interface MonitoredBeat extends AdaptedBeat {
  readonly modelVersion: ModelVersion;
  /** Whether it was good enough to learn from. */
  readonly learn: boolean;
  readonly events: readonly AlarmEvent[];
}

/** Leads and preprocessings of a patient that are kept: more than devices have. */
const mostAdaptations = 32;

/**
 * Monitors one patient: adapts the models to each lead and decides alarms over all leads. Its only clock is the
 * patient's: the same beats and seconds of each lead give the same results, however often the state was stored and
 * restored in between.
 */
export class PatientMonitor {
  readonly #models: MonitorModels;
  readonly #choice: PatientModelChoice;
  readonly #alarms: RecordedAlarms;
  readonly #adaptations = new Map<
    string,
    { readonly model: PatientModel; readonly adaptation: Adaptation }
  >();
  /** By lead. The values are never changed, only replaced. */
  readonly #seconds: Map<string, readonly SecondTrust[]>;
  readonly #atrial: Map<string, AtrialFibrillationState>;
  readonly #ventricular: Map<string, VentricularRhythmState>;
  #devices: PatientMonitorState['devices'];
  #axis: number | undefined;
  #setThreshold: number | undefined;

  constructor(
    models: MonitorModels,
    patientId: PatientId,
    settings?: AlarmSettings,
    state?: PatientMonitorState,
  ) {
    this.#models = models;
    this.#choice = new PatientModelChoice(models.beats, state?.assigned);
    this.#alarms = new RecordedAlarms(patientId, settings, state?.monitor);
    this.#seconds = new Map(Object.entries(state?.seconds ?? {}));
    this.#atrial = new Map(Object.entries(state?.atrial ?? {}));
    this.#ventricular = new Map(Object.entries(state?.ventricular ?? {}));
    this.#devices = state?.devices;
    this.#axis = state?.axis;
    this.#setThreshold = state?.setThreshold;
    for (const [key, lead] of Object.entries(state?.leads ?? {})) this.#restore(key, lead);
  }

  /**
   * Continues from a stored {@link state}; alarms and adaptations have versions of their own and convert earlier ones.
   * @returns undefined where the version is unknown
   */
  static restore(
    models: MonitorModels,
    patientId: PatientId,
    settings: AlarmSettings | undefined,
    stored: unknown,
  ): PatientMonitor | undefined {
    const state = restorePatientState(stored);
    return state && new PatientMonitor(models, patientId, settings, state);
  }

  /** Has all that alarms are decided by from here on told to `record`, each with what is remembered after it. */
  recordAlarms(record: RecordInput): void {
    this.#alarms.recordTo(record);
  }

  get state(): PatientMonitorState {
    const { assigned } = this.#choice;
    const leads: Record<string, LeadState> = {};
    for (const [key, { model, adaptation }] of this.#adaptations) {
      const { modelVersion, preprocessing } = model;
      leads[key] = { modelVersion, preprocessing, adaptation: adaptation.state };
    }
    return {
      version: patientStateVersion,
      seconds: Object.fromEntries(this.#seconds),
      atrial: Object.fromEntries(this.#atrial),
      ventricular: Object.fromEntries(this.#ventricular),
      ...(this.#axis !== undefined && { axis: this.#axis }),
      ...(this.#setThreshold !== undefined && { setThreshold: this.#setThreshold }),
      ...(this.#devices !== undefined && { devices: this.#devices }),
      ...(assigned && { assigned }),
      monitor: this.#alarms.state,
      leads,
    };
  }

  /**
   * The model that judges the patient's beats of a preprocessing.
   * @throws PatientModelError where no model accepts them
   */
  modelFor(beat: Pick<Beat, 'preprocessing'>): PatientModel {
    return this.#choice.for(beat);
  }

  /** Leads whose beats of a preprocessing are judged, with what brings the model to each. */
  adaptationsOf(preprocessing: string): ReadonlyMap<string, Adaptation> {
    return new Map(
      [...this.#adaptations].flatMap(([key, { model, adaptation }]) =>
        model.preprocessing === preprocessing ? [[leadOf(key), adaptation]] : [],
      ),
    );
  }

  /**
   * Has the next beats judged by another model. Alarms and what is known of the rhythm stay as they are.
   * @param adaptations by lead, what brings the model to the patient; it begins anew in a lead without
   */
  assign(model: PatientModel, adaptations: ReadonlyMap<string, Adaptation>): void {
    for (const lead of this.adaptationsOf(model.preprocessing).keys()) {
      const adaptation = adaptations.get(lead) ?? model.begin();
      adaptation.setThreshold(this.#setThreshold);
      this.#adaptations.set(keyOf(lead, model.preprocessing), { model, adaptation });
    }
    this.#choice.assign(model);
  }

  /** @throws PatientModelError where no model accepts the beat */
  beat(beat: Beat, encoded: EncodedBeat): MonitoredBeat {
    this.#followAxis(beat);
    const { model, adaptation } = this.#adaptationFor(beat);
    const learn = mayLearn(this.#seconds.get(beat.lead) ?? [], beat);
    const judgement = adaptation.judge(beat, encoded, { learn });
    const { modelVersion } = model;
    if (!speaks(this.#devices, beat)) return { ...judgement, modelVersion, learn, events: [] };
    const atrialLogOdds = this.#watchAtria(beat);
    this.#rememberVentricular(beat, judgement);
    const events = this.#alarms.decide({ kind: 'beat', beat: judgedBeat(beat, judgement, atrialLogOdds) });
    return { ...judgement, modelVersion, learn, events };
  }

  second(second: SignalSecond): readonly AlarmEvent[] {
    if (second.late === true) return [];
    this.#followAxis(second);
    if (!speaks(this.#devices, second)) return [];
    this.#devices = withSpeaker(this.#devices, second);
    const { lead } = second;
    this.#seconds.set(lead, rememberSecond(this.#seconds.get(lead) ?? [], second));
    const finding = this.#watchVentricles(second);
    this.#forgetQuietLead(lead);
    const found = finding && { ventricularLogOdds: finding.logOdds, ventricularPossible: finding.possible };
    return this.#alarms.decide({ kind: 'second', second: { ...second, ...found } });
  }

  command(command: PatientCommand): readonly AlarmEvent[] {
    if (command.action === 'set-threshold') {
      this.#setThreshold = command.value;
      for (const { adaptation } of this.#adaptations.values()) adaptation.setThreshold(command.value);
      return [];
    }
    return this.#alarms.command(command);
  }

  /**
   * Reports that no data have arrived from the patient.
   * @param nowUs end of the last data plus the time since they arrived, on the patient's time axis
   */
  noData(nowUs: number): readonly AlarmEvent[] {
    return this.#alarms.noData(nowUs);
  }

  /**
   * Ends the open alarms of a patient of whom nothing has come for very long.
   * @param nowUs end of the last data plus the time since they arrived, on the patient's time axis
   */
  gone(nowUs: number): readonly AlarmEvent[] {
    return this.#alarms.decide({ kind: 'gone', nowUs });
  }

  /** What was remembered by its times is void where these begin anew: open alarms and what was learned stay. */
  #followAxis({ axis, late }: Pick<SignalSecond, 'axis' | 'late'>): void {
    if (late === true || axis === undefined || axis === this.#axis) return;
    const isFirst = this.#axis === undefined;
    this.#axis = axis;
    if (isFirst) return;
    for (const byLead of [this.#seconds, this.#atrial, this.#ventricular]) byLead.clear();
    this.#devices = {};
  }

  /** @returns log odds of atrial fibrillation in the beat's lead */
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
    const seen = { timeUs, rrIntervalMs, lead, samples, preprocessing };
    const classed = classProbabilities === undefined ? seen : { ...seen, classProbabilities };
    this.#ventricular.set(lead, rememberVentricularBeat(before, classed));
  }

  /** @returns what the second's lead shows of ventricular tachycardia and fibrillation */
  #watchVentricles(second: SignalSecond): VentricularFinding | undefined {
    const { ventricular: model } = this.#models;
    if (model === undefined) return undefined;
    const before = this.#ventricular.get(second.lead) ?? noVentricularRhythm;
    const watch = rememberRhythmSecond(before, second);
    if (watch === before) return undefined;
    this.#ventricular.set(second.lead, watch);
    return ventricularFinding(watch, model);
  }

  #adaptationFor(beat: Beat): { readonly model: PatientModel; readonly adaptation: Adaptation } {
    const key = keyOf(beat.lead, beat.preprocessing);
    const known = this.#adaptations.get(key);
    // The adaptation that was used longest ago is the first.
    if (known !== undefined) {
      this.#adaptations.delete(key);
      this.#adaptations.set(key, known);
      return known;
    }
    const model = this.#choice.for(beat);
    const adaptation = model.begin();
    adaptation.setThreshold(this.#setThreshold);
    const begun = { model, adaptation };
    this.#adaptations.set(key, begun);
    this.#forgetLead();
    return begun;
  }

  /** Forgets the lead whose adaptation was used longest ago where there are too many. */
  #forgetLead(): void {
    const [oldest] = this.#adaptations.keys();
    if (this.#adaptations.size <= mostAdaptations || oldest === undefined) return;
    this.#adaptations.delete(oldest);
    this.#forget(leadOf(oldest));
  }

  /** The same of leads that send seconds and no beats: the one whose last second is the oldest. */
  #forgetQuietLead(current: string): void {
    if (this.#seconds.size <= mostAdaptations) return;
    const lastUs = (lead: string): number => this.#seconds.get(lead)?.at(-1)?.endTimeUs ?? 0;
    const others = [...this.#seconds.keys()].filter((lead) => lead !== current);
    this.#forget(others.reduce((oldest, lead) => (lastUs(lead) < lastUs(oldest) ? lead : oldest)));
  }

  #forget(lead: string): void {
    for (const byLead of [this.#seconds, this.#atrial, this.#ventricular]) byLead.delete(lead);
    const { [lead]: _, ...devices } = this.#devices ?? {};
    this.#devices = devices;
  }

  /** An adaptation belongs to the model that it was learned with: for another model a new one begins. */
  #restore(key: string, { modelVersion, preprocessing, adaptation }: LeadState): void {
    if (!this.#models.beats.accepts(preprocessing)) return;
    const model = this.#choice.for({ preprocessing });
    if (model.modelVersion !== modelVersion) return;
    this.#adaptations.set(key, { model, adaptation: model.restore(adaptation) });
  }
}

const keyOf = (lead: string, preprocessing: string): string => `${lead}/${preprocessing}`;
const leadOf = (key: string): string => key.slice(0, key.lastIndexOf('/'));
