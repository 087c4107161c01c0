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
  AlarmProfile,
  Beat,
  ModelVersion,
  PatientCommand,
  PatientId,
  PatientLimits,
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
import { LeadAdaptations, mostAdaptations } from './lead-adaptations.ts';
import { RecordedAlarms, type RecordInput } from './recorded-alarms.ts';
import { speaks, withSpeaker } from './speaking-device.ts';
import { mayLearn, rememberSecond, type SecondTrust } from './signal-trust.ts';
import { patientStateVersion, type PatientMonitorState } from './patient-state.ts';
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

/**
 * Monitors one patient: adapts the models to each lead and decides alarms over all leads. Its only clock is the
 * patient's: the same beats and seconds of each lead give the same results, however often the state was stored and
 * restored in between.
 */
export class PatientMonitor {
  readonly #models: MonitorModels;
  readonly #alarms: RecordedAlarms;
  readonly #adaptations: LeadAdaptations;
  /** By lead. The values are never changed, only replaced. */
  readonly #seconds: Map<string, readonly SecondTrust[]>;
  readonly #atrial: Map<string, AtrialFibrillationState>;
  readonly #ventricular: Map<string, VentricularRhythmState>;
  #devices: PatientMonitorState['devices'];
  #axis: number | undefined;

  constructor(
    models: MonitorModels,
    patientId: PatientId,
    settings?: AlarmSettings,
    state?: PatientMonitorState,
  ) {
    this.#models = models;
    this.#alarms = new RecordedAlarms(patientId, settings, state?.monitor);
    this.#adaptations = new LeadAdaptations(models.beats, state);
    this.#seconds = new Map(Object.entries(state?.seconds ?? {}));
    this.#atrial = new Map(Object.entries(state?.atrial ?? {}));
    this.#ventricular = new Map(Object.entries(state?.ventricular ?? {}));
    this.#devices = state?.devices;
    this.#axis = state?.axis;
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
    return {
      version: patientStateVersion,
      seconds: Object.fromEntries(this.#seconds),
      atrial: Object.fromEntries(this.#atrial),
      ventricular: Object.fromEntries(this.#ventricular),
      ...(this.#axis !== undefined && { axis: this.#axis }),
      ...(this.#devices !== undefined && { devices: this.#devices }),
      monitor: this.#alarms.state,
      ...this.#adaptations.state,
    };
  }

  /** What people have set for the patient and for the ward. */
  get limits(): PatientLimits {
    return this.#alarms.state.limits ?? {};
  }

  /** Has alarms decided by the limits and the latching of a ward from here on, or of none; the patient's own limits stay. */
  setProfile(profile: AlarmProfile | undefined): void {
    this.#alarms.setProfile(profile);
  }

  /** Until when the patient is away, epoch time; undefined while he is not. */
  get standbyUntilUs(): number | undefined {
    return this.#alarms.state.standbyUntilUs;
  }

  /**
   * The model that judges the patient's beats of a preprocessing.
   * @throws PatientModelError where no model accepts them
   */
  modelFor(beat: Pick<Beat, 'preprocessing'>): PatientModel {
    return this.#adaptations.modelFor(beat);
  }

  /** Leads whose beats of a preprocessing are judged, with what brings the model to each. */
  adaptationsOf(preprocessing: string): ReadonlyMap<string, Adaptation> {
    return this.#adaptations.of(preprocessing);
  }

  /**
   * Has the next beats judged by another model. Alarms and what is known of the rhythm stay as they are.
   * @param adaptations by lead, what brings the model to the patient; it begins anew in a lead without
   */
  assign(model: PatientModel, adaptations: ReadonlyMap<string, Adaptation>): void {
    this.#adaptations.assign(model, adaptations);
  }

  /** @throws PatientModelError where no model accepts the beat */
  beat(beat: Beat, encoded: EncodedBeat): MonitoredBeat {
    this.#followAxis(beat);
    const { model, adaptation } = this.#adaptations.for(beat);
    const oldest = this.#adaptations.forgetOldest();
    if (oldest !== undefined) this.#forget(oldest);
    const { isDischarged } = this.#alarms.state;
    // Somebody else may wear the device by now.
    const learn = !isDischarged && mayLearn(this.#seconds.get(beat.lead) ?? [], beat);
    const judgement = adaptation.judge(beat, encoded, { learn });
    const { modelVersion } = model;
    if (isDischarged || !speaks(this.#devices, beat))
      return { ...judgement, modelVersion, learn, events: [] };
    const atrialLogOdds = this.#watchAtria(beat);
    this.#rememberVentricular(beat, judgement);
    const events = this.#alarms.decide({ kind: 'beat', beat: judgedBeat(beat, judgement, atrialLogOdds) });
    return { ...judgement, modelVersion, learn, events };
  }

  second(second: SignalSecond): readonly AlarmEvent[] {
    if (second.late === true || this.#alarms.state.isDischarged) return [];
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
      this.#adaptations.setThreshold(command.value);
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
    const classed = { timeUs, rrIntervalMs, lead, samples, preprocessing, classProbabilities };
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

  /** Of too many leads that send seconds and no beats, the one whose last second is the oldest. */
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
}
