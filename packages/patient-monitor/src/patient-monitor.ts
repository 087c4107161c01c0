import type {
  Adaptation,
  AdaptedBeat,
  EncodedBeat,
  PatientModel,
  PatientModels,
} from '@beatwatch/adaptation';
import { AlarmMonitor, type AlarmSettings, type MonitorState } from '@beatwatch/alarms';
import type {
  AlarmEvent,
  Beat,
  ModelVersion,
  PatientCommand,
  PatientId,
  SignalSecond,
} from '@beatwatch/contracts';
import { mayLearn, rememberSecond, type SecondTrust } from './signal-trust.ts';

const stateVersion = 1;

interface LeadState {
  readonly modelVersion: ModelVersion;
  readonly preprocessing: string;
  readonly adaptation: unknown;
}

/** All that a watch remembers: plain data. */
export interface PatientMonitorState {
  /** Of this shape: what another version stored is not understood. */
  readonly version: typeof stateVersion;
  readonly monitor: MonitorState;
  /** The lead that alarms are decided on, and how far it is known. */
  readonly alarmLead?: { readonly lead: string; readonly untilUs: number };
  readonly seconds: Readonly<Record<string, readonly SecondTrust[]>>;
  /** By lead and preprocessing. */
  readonly leads: Readonly<Record<string, LeadState>>;
  /** Staff's threshold. */
  readonly setThreshold?: number;
}

/** What came of one beat. */
export interface MonitoredBeat extends AdaptedBeat {
  readonly modelVersion: ModelVersion;
  readonly events: readonly AlarmEvent[];
}

/** Another lead takes over for alarms when the one before has been silent for so long. */
const leadSilenceUs = 10_000_000;
/**
 * Watches one patient: adapts the models to each lead, and decides alarms on one of the leads. Beats and seconds come
 * in the order of the log; the same order gives the same results, whenever the state was stored and brought back in
 * between. It knows no clock but the patient's.
 */
export class PatientMonitor {
  readonly #models: PatientModels;
  readonly #monitor: AlarmMonitor;
  readonly #adaptations = new Map<
    string,
    { readonly model: PatientModel; readonly adaptation: Adaptation }
  >();
  #state: Omit<PatientMonitorState, 'monitor' | 'leads'>;

  constructor(
    models: PatientModels,
    patientId: PatientId,
    settings?: AlarmSettings,
    state?: PatientMonitorState,
  ) {
    this.#models = models;
    this.#monitor = new AlarmMonitor(patientId, settings, state?.monitor);
    this.#state = state ?? { version: stateVersion, seconds: {} };
    for (const [key, lead] of Object.entries(state?.leads ?? {})) this.#restore(key, lead);
  }

  /** @returns undefined where another version stored the state */
  static restore(
    models: PatientModels,
    patientId: PatientId,
    settings: AlarmSettings | undefined,
    state: PatientMonitorState | { readonly version?: unknown },
  ): PatientMonitor | undefined {
    if (state.version !== stateVersion) return undefined;
    return new PatientMonitor(models, patientId, settings, state as PatientMonitorState);
  }

  get state(): PatientMonitorState {
    const leads: Record<string, LeadState> = {};
    for (const [key, { model, adaptation }] of this.#adaptations) {
      const { modelVersion, preprocessing } = model;
      leads[key] = { modelVersion, preprocessing, adaptation: adaptation.state };
    }
    return { ...this.#state, monitor: this.#monitor.state, leads };
  }

  /** @throws PatientModelError where no model understands the beat */
  beat(beat: Beat, encoded: EncodedBeat): MonitoredBeat {
    const { model, adaptation } = this.#adaptationFor(beat);
    const judgement = adaptation.judge(beat, encoded, {
      learn: mayLearn(this.#state.seconds[beat.lead] ?? [], beat),
    });
    const events = this.#decidesAlarms(beat.lead, beat.late, beat.endTimeUs)
      ? this.#monitor.beat({ ...beat, ...judgement })
      : [];
    return { ...judgement, modelVersion: model.modelVersion, events };
  }

  second(second: SignalSecond): readonly AlarmEvent[] {
    if (second.late === true) return [];
    const { lead, endTimeUs } = second;
    const known = rememberSecond(this.#state.seconds[lead] ?? [], second);
    this.#state = { ...this.#state, seconds: { ...this.#state.seconds, [lead]: known } };
    return this.#decidesAlarms(lead, undefined, endTimeUs) ? this.#monitor.second(second) : [];
  }

  command(command: PatientCommand): readonly AlarmEvent[] {
    if (command.action === 'set-threshold') {
      const { setThreshold: _, ...rest } = this.#state;
      const { value } = command;
      this.#state = value === undefined ? rest : { ...rest, setThreshold: value };
      for (const { adaptation } of this.#adaptations.values()) adaptation.setThreshold(value);
      return [];
    }
    return this.#monitor.command(command);
  }

  /** Nothing has come from the patient for a while, by the clock of whoever waits. */
  silence(nowUs: number): readonly AlarmEvent[] {
    return this.#monitor.silence(nowUs);
  }

  #adaptationFor(beat: Beat): { readonly model: PatientModel; readonly adaptation: Adaptation } {
    const key = `${beat.lead}/${beat.preprocessing}`;
    const known = this.#adaptations.get(key);
    if (known !== undefined) return known;
    const model = this.#models.for(beat);
    const adaptation = model.begin();
    adaptation.setThreshold(this.#state.setThreshold);
    const begun = { model, adaptation };
    this.#adaptations.set(key, begun);
    return begun;
  }

  /** What another model learned of the patient is of no use: its successor begins anew. */
  #restore(key: string, { modelVersion, preprocessing, adaptation }: LeadState): void {
    for (const model of this.#models) {
      if (model.modelVersion !== modelVersion || model.preprocessing !== preprocessing) continue;
      this.#adaptations.set(key, { model, adaptation: model.restore(adaptation) });
    }
  }

  #decidesAlarms(lead: string, late: true | undefined, endTimeUs: number): boolean {
    if (late === true) return false;
    const { alarmLead } = this.#state;
    const isSilent = alarmLead === undefined || endTimeUs - alarmLead.untilUs > leadSilenceUs;
    if (!isSilent && alarmLead.lead !== lead) return false;
    const untilUs = Math.max(endTimeUs, alarmLead?.untilUs ?? 0);
    if (alarmLead?.lead !== lead || untilUs !== alarmLead.untilUs) {
      this.#state = { ...this.#state, alarmLead: { lead, untilUs } };
    }
    return true;
  }
}
