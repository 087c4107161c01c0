import type {
  Adaptation,
  AdaptedBeat,
  EncodedBeat,
  PatientModel,
  PatientModels,
} from '@beatwatch/adaptation';
import type { AlarmInput, AlarmSettings } from '@beatwatch/alarms';
import type {
  AlarmEvent,
  AlarmProfile,
  Beat,
  ModelVersion,
  Observation,
  PatientCommand,
  PatientId,
  PatientLimits,
  SignalSecond,
} from '@beatwatch/contracts';
import type { RhythmModels } from '@beatwatch/rhythm';
import { judgedBeat } from './judged-beat.ts';
import { LeadAdaptations, mostAdaptations } from './lead-adaptations.ts';
import { RecordedAlarms, type RecordInput } from './recorded-alarms.ts';
import { RhythmWatches } from './rhythm-watches.ts';
import { speaks, withSpeaker } from './speaking-device.ts';
import { mayLearn, rememberSecond, type SecondTrust } from './signal-trust.ts';
import { patientStateVersion, type PatientMonitorState } from './patient-state.ts';
import { codeOf, type AdaptedObservation, type Heard, type TakenSecond } from './taken-observation.ts';
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
  readonly #alarms: RecordedAlarms;
  readonly #adaptations: LeadAdaptations;
  readonly #rhythms: RhythmWatches;
  /** By lead. The values are never changed, only replaced. */
  readonly #seconds: Map<string, readonly SecondTrust[]>;
  #devices: PatientMonitorState['devices'];
  #axis: number | undefined;

  constructor(
    models: MonitorModels,
    patientId: PatientId,
    settings?: AlarmSettings,
    state?: PatientMonitorState,
  ) {
    this.#alarms = new RecordedAlarms(patientId, settings, state?.monitor);
    this.#adaptations = new LeadAdaptations(models.beats, state);
    this.#rhythms = new RhythmWatches(models, state);
    this.#seconds = new Map(Object.entries(state?.seconds ?? {}));
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
      ...this.#rhythms.state,
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
    const adapted = this.#adapt(beat, encoded);
    const input = this.#beatInput(adapted);
    return monitored(adapted, input === undefined ? [] : this.#alarms.decide(input));
  }

  second(second: SignalSecond): readonly AlarmEvent[] {
    const input = this.#secondInput(this.#take(second));
    return input === undefined ? [] : this.#alarms.decide(input);
  }

  /**
   * Does what {@link beat} and {@link second} do with one after the other, part by part: with many observations each part finds its
   * code and its tables in the processor's caches, which saves a fifth of the time.
   * @param codes what the models make of the beats
   * @returns of each beat its judgement; of the others the changes of alarms alone
   * @throws PatientModelError where no model accepts a beat; RangeError where there is no code for one
   */
  observe(
    observations: readonly Observation[],
    codes: ReadonlyMap<Beat, EncodedBeat>,
  ): readonly (MonitoredBeat | { readonly events: readonly AlarmEvent[] })[] {
    const taken = observations.map((observation) =>
      observation.kind === 'beat'
        ? this.#adapt(observation.beat, codeOf(codes, observation.beat))
        : this.#take(observation.second),
    );
    const inputs = taken.map((one) => ('beat' in one ? this.#beatInput(one) : this.#secondInput(one)));
    return taken.map((one, index) => {
      const input = inputs[index];
      const events = input === undefined ? [] : this.#alarms.decide(input);
      return 'beat' in one ? monitored(one, events) : { events };
    });
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

  /** What the model makes of a beat in its lead. */
  #adapt(beat: Beat, encoded: EncodedBeat): AdaptedObservation {
    const isNewAxis = this.#followAxis(beat);
    const { model, adaptation } = this.#adaptations.for(beat);
    const forgotten = this.#adaptations.forgetOldest();
    if (forgotten !== undefined) this.#forget(forgotten);
    const { isDischarged } = this.#alarms.state;
    // Somebody else may wear the device by now.
    const learn = !isDischarged && mayLearn(this.#seconds.get(beat.lead) ?? [], beat);
    const judgement = adaptation.judge(beat, encoded, { learn });
    const isHeard = !isDischarged && speaks(this.#devices, beat);
    return { beat, judgement, modelVersion: model.modelVersion, learn, isHeard, isNewAxis, forgotten };
  }

  /** Notes how far a second can be trusted, and whose it is. */
  #take(second: SignalSecond): TakenSecond {
    if (second.late === true || this.#alarms.state.isDischarged)
      return { second, isHeard: false, isNewAxis: false, forgotten: undefined };
    const isNewAxis = this.#followAxis(second);
    if (!speaks(this.#devices, second)) return { second, isHeard: false, isNewAxis, forgotten: undefined };
    this.#devices = withSpeaker(this.#devices, second);
    const { lead } = second;
    this.#seconds.set(lead, rememberSecond(this.#seconds.get(lead) ?? [], second));
    return { second, isHeard: true, isNewAxis, forgotten: this.#forgetQuietLead(lead) };
  }

  /** @returns what alarms are decided by, with what the rhythm models say; undefined where nothing is decided */
  #beatInput(adapted: AdaptedObservation): AlarmInput | undefined {
    this.#forgetRhythms(adapted);
    if (!adapted.isHeard) return undefined;
    const { beat, judgement } = adapted;
    return { kind: 'beat', beat: judgedBeat(beat, judgement, this.#rhythms.beat(beat, judgement)) };
  }

  /** @returns the same of a second */
  #secondInput(taken: TakenSecond): AlarmInput | undefined {
    this.#forgetRhythms(taken);
    if (!taken.isHeard) return undefined;
    const finding = this.#rhythms.second(taken.second);
    const found = finding && { ventricularLogOdds: finding.logOdds, ventricularPossible: finding.possible };
    return { kind: 'second', second: { ...taken.second, ...found } };
  }

  #forgetRhythms({ isNewAxis, forgotten }: Heard): void {
    if (isNewAxis) this.#rhythms.forgetAll();
    if (forgotten !== undefined) this.#rhythms.forget(forgotten);
  }

  /**
   * What was remembered by its times is void where these begin anew: open alarms and what was learned stay.
   * @returns whether they do
   */
  #followAxis({ axis, late }: Pick<SignalSecond, 'axis' | 'late'>): boolean {
    if (late === true || axis === undefined || axis === this.#axis) return false;
    const isFirst = this.#axis === undefined;
    this.#axis = axis;
    if (isFirst) return false;
    this.#seconds.clear();
    this.#devices = {};
    return true;
  }

  /**
   * Of too many leads that send seconds and no beats, forgets the one whose last second is the oldest.
   * @returns it; undefined where none is forgotten
   */
  #forgetQuietLead(current: string): string | undefined {
    if (this.#seconds.size <= mostAdaptations) return undefined;
    const lastUs = (lead: string): number => this.#seconds.get(lead)?.at(-1)?.endTimeUs ?? 0;
    const others = [...this.#seconds.keys()].filter((lead) => lead !== current);
    const quiet = others.reduce((oldest, lead) => (lastUs(lead) < lastUs(oldest) ? lead : oldest));
    this.#forget(quiet);
    return quiet;
  }

  #forget(lead: string): void {
    this.#seconds.delete(lead);
    const { [lead]: _, ...devices } = this.#devices ?? {};
    this.#devices = devices;
  }
}

const monitored = (
  { judgement, modelVersion, learn }: AdaptedObservation,
  events: readonly AlarmEvent[],
): MonitoredBeat => ({ ...judgement, modelVersion, learn, events });
