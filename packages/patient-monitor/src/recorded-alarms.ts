import {
  AlarmMonitor,
  applyInput,
  type AlarmInput,
  type AlarmSettings,
  type MonitorState,
} from '@beatwatch/alarms';
import {
  isAdmission,
  type AlarmEvent,
  type AlarmLimits,
  type AlarmProfile,
  type PatientCommand,
  type PatientId,
  type PatientLimits,
} from '@beatwatch/contracts';

/** Takes what alarms are decided by, each with what is remembered after it. */
export type RecordInput = (input: AlarmInput, after: MonitorState) => void;

/** A patient's alarms, of which all that they are decided by may be recorded. */
export class RecordedAlarms {
  readonly #monitor: AlarmMonitor;
  #record: RecordInput | undefined;
  /** When missing data were last reported to no effect. */
  #noDataUs: number | undefined;

  constructor(patientId: PatientId, settings: AlarmSettings | undefined, state: MonitorState | undefined) {
    this.#monitor = new AlarmMonitor(patientId, settings, state);
  }

  get state(): MonitorState {
    return this.#monitor.state;
  }

  recordTo(record: RecordInput): void {
    this.#record = record;
  }

  /** @returns changes of alarms, in order */
  decide(input: AlarmInput): readonly AlarmEvent[] {
    const events = applyInput(this.#monitor, input);
    this.#recorded(input);
    return events;
  }

  /** Acknowledges an alarm, carries out an admission, or sets the patient's own limits; other commands change nothing. */
  command(command: PatientCommand): readonly AlarmEvent[] {
    const input = inputOf(command, this.state);
    return input === undefined ? [] : this.#act(input);
  }

  /** Sets the limits of the ward, or of none, beside the patient's own. */
  setProfile(profile: AlarmProfile | undefined): void {
    this.#act({ kind: 'limits', limits: withProfile(this.state.limits, profile) });
  }

  noData(nowUs: number): readonly AlarmEvent[] {
    const events = this.#monitor.noData(nowUs);
    // It is reported every second: what changes no alarm matters to an act of a person alone.
    if (events.length === 0) this.#noDataUs = nowUs;
    else this.#recorded({ kind: 'no-data', nowUs });
    return events;
  }

  /** Of a person: the last report of missing data comes before it. */
  #act(input: AlarmInput): readonly AlarmEvent[] {
    if (this.#noDataUs !== undefined) this.#recorded({ kind: 'no-data', nowUs: this.#noDataUs });
    return this.decide(input);
  }

  #recorded(input: AlarmInput): void {
    if (input.kind === 'beat' && input.beat.late === true) return;
    this.#noDataUs = undefined;
    this.#record?.(input, this.#monitor.state);
  }
}

function inputOf(command: PatientCommand, { limits }: MonitorState): AlarmInput | undefined {
  if (command.action === 'set-limits') return { kind: 'limits', limits: withOwn(limits, command.limits) };
  if (isAdmission(command)) return { kind: 'admission', command };
  return command.action === 'acknowledge' ? { kind: 'acknowledge', command } : undefined;
}

const withOwn = ({ profile }: PatientLimits = {}, own: AlarmLimits): PatientLimits => ({
  ...(Object.keys(own).length > 0 && { own }),
  ...(profile !== undefined && { profile }),
});

const withProfile = ({ own }: PatientLimits = {}, profile: AlarmProfile | undefined): PatientLimits => ({
  ...(own !== undefined && { own }),
  ...(profile !== undefined && { profile }),
});
