import {
  alarmKinds,
  isTechnical,
  type AlarmEvent,
  type AlarmEvidence,
  type AlarmKind,
  type PatientId,
  type PatientLimits,
} from '@beatwatch/contracts';
import { escalate, step } from '../alarm-machine.ts';
import type { Condition, Finding } from '../conditions/condition.ts';
import { evidenceOf } from '../evidence.ts';
import { isExplainedBy, needsUsableSignal } from '../kinds.ts';
import { patientSettings } from '../limits/patient-settings.ts';
import { isPresent } from '../leads/lead-windows.ts';
import type { AlarmSettings } from '../settings.ts';
import type { LeadState, MonitorState, OpenAlarm } from '../state.ts';

const nothing: readonly AlarmEvent[] = [];

/** What is known of a patient, and the alarms that are open: turns conditions into changes of alarms. */
export class PatientAlarms {
  readonly #patientId: PatientId;
  readonly #base: AlarmSettings;
  /** Those of the limits beside them. */
  #settings: AlarmSettings;
  #limits: PatientLimits | undefined;
  #state: MonitorState;

  /** @param base settings of everybody, where people have set no limits for the patient */
  constructor(patientId: PatientId, base: AlarmSettings, state: MonitorState) {
    this.#patientId = patientId;
    this.#base = base;
    this.#settings = base;
    this.#state = state;
  }

  get settings(): AlarmSettings {
    const { limits } = this.#state;
    if (limits !== this.#limits) {
      this.#limits = limits;
      this.#settings = limits === undefined ? this.#base : patientSettings(this.#base, limits);
    }
    return this.#settings;
  }

  get state(): MonitorState {
    return this.#state;
  }

  replace(state: MonitorState): void {
    this.#state = state;
  }

  /** @returns what the condition changes, if anything */
  decide(kind: AlarmKind, condition: Condition, timeUs: number): readonly AlarmEvent[] {
    const open = this.#state.open[kind];
    const closed = this.#state.closed[kind];
    const finding: Finding = condition.is === 'met' ? condition.finding : {};
    const decision = {
      patientId: this.#patientId,
      kind,
      condition,
      timeUs,
      evidence: () => this.#arrived(evidenceOf(finding, timeUs, this.#leadFor(kind))),
      axis: this.#state.axis ?? 0,
      isHeld: () => this.#isHeld(kind, finding.byRhythm === true),
    };
    const next = step({ open, closed }, decision, this.settings);
    return next === undefined ? nothing : [this.store(kind, next)];
  }

  /** Escalates what nobody has taken for too long. */
  escalate(nowUs: number): readonly AlarmEvent[] {
    const { escalation } = this.settings;
    if (escalation === undefined) return nothing;
    return alarmKinds.flatMap((kind) => {
      const open = this.#state.open[kind];
      const next = open && escalate(open, nowUs, escalation);
      return next === undefined ? [] : [this.store(kind, next)];
    });
  }

  store(kind: AlarmKind, alarm: OpenAlarm): AlarmEvent {
    const { [kind]: _open, ...open } = this.#state.open;
    const { [kind]: _closed, ...closed } = this.#state.closed;
    this.#state =
      alarm.event.state === 'resolved'
        ? { ...this.#state, open, closed: { ...closed, [kind]: alarm } }
        : { ...this.#state, open: { ...open, [kind]: alarm }, closed };
    return alarm.event;
  }

  /** Whether it is raised and its condition is not over. */
  isOngoing(kind: AlarmKind): boolean {
    const state = this.#state.open[kind]?.event.state;
    return state === 'active' || state === 'acknowledged';
  }

  presentLeads(nowUs: number): LeadState[] {
    return Object.values(this.#state.leads).filter((lead) => isPresent(lead, nowUs));
  }

  /** Says when the evidence arrived where the patient's own time does not. */
  #arrived(evidence: AlarmEvidence): AlarmEvidence {
    const { behindLogUs } = this.#state;
    return behindLogUs === undefined ? evidence : { ...evidence, arrivedUs: evidence.toUs + behindLogUs };
  }

  /** The lead to look at: the one that is off, or the one that tells when the heart beats. */
  #leadFor(kind: AlarmKind): string | undefined {
    if (kind !== 'lead-off') return this.#state.lead;
    const off = Object.entries(this.#state.leads).filter(
      ([, { seconds }]) => seconds.at(-1)?.leadOff === true,
    );
    return off.map(([name]) => name).sort()[0] ?? this.#state.lead;
  }

  #isHeld(kind: AlarmKind, byRhythm: boolean): boolean {
    if (this.#state.standbyUntilUs !== undefined && isTechnical(kind)) return true;
    if (this.#state.poor && !byRhythm && needsUsableSignal(kind)) return true;
    return alarmKinds.some((other) => isExplainedBy(kind, other) && this.isOngoing(other));
  }
}
