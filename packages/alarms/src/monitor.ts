import {
  alarmKinds,
  isAdmission,
  type AlarmEvent,
  type PatientCommand,
  type PatientId,
  type PatientLimits,
} from '@beatwatch/contracts';
import { acknowledge } from './alarm-machine.ts';
import { met, over } from './conditions/condition.ts';
import { decideAdmission, endAll } from './decisions/admission.ts';
import { decideBeat } from './decisions/beats.ts';
import { PatientAlarms } from './decisions/patient-alarms.ts';
import { decideSecond } from './decisions/second.ts';
import { withHeartBeats } from './leads/heart-beats.ts';
import { knownSecond, leadBeat } from './leads/known.ts';
import { nextStep, withBeatArrived, withSecondArrived } from './leads/timeline.ts';
import { defaultAlarmSettings } from './settings.ts';
import { initialMonitorState, type JudgedBeat, type JudgedSecond, type MonitorState } from './state.ts';
import { restoreMonitorState } from './upgrade-state.ts';
import { onNewAxis, withStep } from './windows.ts';

/**
 * The alarms of one patient, decided over all leads together. Its only clock is the patient's: the same beats, seconds
 * and commands of each lead give the same events, in whatever order the leads' data came within the lag, and however
 * often the state was stored and restored in between.
 *
 * Alarms are decided when a second has ended in every lead. Where there are no seconds (beats that were cut elsewhere),
 * they are decided at the beat. Beats and seconds that are late, not newer than the last one of their lead, or of a patient who
 * is discharged, change nothing.
 */
export class AlarmMonitor {
  readonly #alarms: PatientAlarms;

  /** @param state a stored {@link state}, of this or an earlier version; default, and for an unknown version: the initial state */
  constructor(patientId: PatientId, settings = defaultAlarmSettings, state?: unknown) {
    this.#alarms = new PatientAlarms(patientId, settings, restoreMonitorState(state));
  }

  get state(): MonitorState {
    return this.#alarms.state;
  }

  /** @returns changes of alarms, in order */
  beat(beat: JudgedBeat): AlarmEvent[] {
    if (beat.late === true || this.state.isDischarged) return [];
    this.#followClock(beat);
    const known = leadBeat(beat);
    const state = withBeatArrived(this.state, beat.lead, known);
    if (state === this.state) return [];
    this.#alarms.replace(state);
    const events = this.#dataArrived(beat.endTimeUs);
    if (!this.#isWithoutSeconds(beat)) return events;
    this.#alarms.replace(withoutSeconds(this.state, beat.lead));
    return [
      ...events,
      ...decideBeat(
        this.#alarms,
        { ...known, ventricularLeads: known.ventricular ? 1 : 0 },
        { present: this.#alarms.presentLeads(beat.endTimeUs), nowUs: beat.endTimeUs },
      ),
      ...this.#alarms.escalate(beat.endTimeUs),
    ];
  }

  /** @returns changes of alarms, in order */
  second(second: JudgedSecond): AlarmEvent[] {
    if (second.late === true || this.state.isDischarged) return [];
    this.#followClock(second);
    const lagUs = this.#alarms.settings.signal.lagMs * 1000;
    const state = withSecondArrived(
      this.state,
      second.lead,
      knownSecond(second, this.#alarms.settings),
      lagUs,
    );
    if (state === this.state) return [];
    this.#alarms.replace(withBehindLog(state, second.behindLogUs));
    const events = this.#dataArrived(second.endTimeUs);
    for (let next = nextStep(this.state, lagUs); next !== undefined; next = nextStep(this.state, lagUs)) {
      this.#alarms.replace(withHeartBeats(withStep(this.state, next, this.#alarms.settings)));
      events.push(...decideSecond(this.#alarms, next.endTimeUs), ...this.#alarms.escalate(next.endTimeUs));
    }
    return events;
  }

  /** Acknowledges an alarm, once; admits, discharges or lets the patient be away; other commands change nothing. */
  command(command: PatientCommand): AlarmEvent[] {
    if (isAdmission(command)) return decideAdmission(this.#alarms, command);
    if (command.action !== 'acknowledge') return [];
    const kind = alarmKinds.find((one) => this.state.open[one]?.event.alarmId === command.alarmId);
    const open = kind === undefined ? undefined : this.state.open[kind];
    if (kind === undefined || open === undefined) return [];
    const { newestUs, noDataUntilUs } = this.state;
    const next = acknowledge(open, command, Math.max(newestUs, noDataUntilUs));
    return next === undefined ? [] : [this.#alarms.store(kind, next)];
  }

  /** Decides by these limits from here on. An open alarm goes on, or is over, by the new ones. */
  setLimits(limits: PatientLimits): void {
    this.#alarms.replace({ ...this.state, limits });
  }

  /**
   * Reports that no data have arrived. The alarm is dated by the end of the last data, so that one outage gives one
   * alarm however often and whenever it is reported.
   * @param nowUs end of the last data plus the time since they arrived, on the patient's time axis
   * @returns changes of alarms, in order
   */
  noData(nowUs: number): AlarmEvent[] {
    const { newestUs, noDataUntilUs, isGone, isDischarged } = this.state;
    const dueUs = newestUs + this.#alarms.settings.noData.afterMs * 1000;
    if (newestUs === 0 || isGone || isDischarged || nowUs < dueUs || nowUs <= noDataUntilUs) return [];
    const isOpen = this.state.open['no-data'] !== undefined;
    this.#alarms.replace({ ...this.state, noDataUntilUs: nowUs });
    const measure = this.#alarms.settings.noData.afterMs / 1000;
    return [
      ...this.#alarms.decide('no-data', met({ measure }), isOpen ? nowUs : dueUs),
      ...this.#alarms.escalate(nowUs),
    ];
  }

  /**
   * Ends what is open, since nothing has come for so long that the patient counts as gone: {@link endAll}.
   * @param nowUs end of the last data plus the time since they arrived, on the patient's time axis
   * @returns changes of alarms, in order
   */
  gone(nowUs: number): AlarmEvent[] {
    return endAll(this.#alarms, nowUs, 'patient-gone');
  }

  #dataArrived(timeUs: number): AlarmEvent[] {
    if (this.state.isGone) {
      const { isGone: _, ...state } = this.state;
      this.#alarms.replace({ ...state, noDataUntilUs: 0 });
    }
    if (timeUs > this.state.newestUs) this.#alarms.replace({ ...this.state, newestUs: timeUs });
    if (this.state.noDataUntilUs === 0) return [];
    this.#alarms.replace({ ...this.state, noDataUntilUs: 0 });
    return [...this.#alarms.decide('no-data', over, timeUs)];
  }

  /** Whether a beat comes from a producer that tells no seconds, and no other lead tells any. */
  #isWithoutSeconds({ endTimeUs, lead }: JudgedBeat): boolean {
    const { decidedUs, leads, lead: leading } = this.state;
    const secondsUs = Math.max(decidedUs, ...Object.values(leads).map(({ newestUs }) => newestUs));
    const missingUs = this.#alarms.settings.signal.secondsMissingMs * 1000;
    if (secondsUs > 0 && endTimeUs - secondsUs <= missingUs) return false;
    const leadingUs = leading === undefined ? undefined : leads[leading]?.lastBeatTimeUs;
    return leading === lead || leadingUs === undefined || endTimeUs - leadingUs > missingUs;
  }

  /** Begins anew where the data tell another time axis or, if they tell none, where they go back by minutes. */
  #followClock({ axis, endTimeUs }: { readonly axis?: number; readonly endTimeUs: number }): void {
    const { axis: before, newestUs } = this.state;
    const isNew =
      axis === undefined || before === undefined
        ? newestUs - endTimeUs > this.#alarms.settings.signal.clockSetBackMs * 1000
        : axis !== before;
    if (isNew) this.#alarms.replace(onNewAxis(this.state, initialMonitorState, endTimeUs));
    const known = axis ?? before;
    if (known !== undefined && known !== this.state.axis)
      this.#alarms.replace({ ...this.state, axis: known });
  }
}

function withBehindLog(state: MonitorState, behindLogUs: number | undefined): MonitorState {
  if (behindLogUs === state.behindLogUs) return state;
  const { behindLogUs: _, ...same } = state;
  return behindLogUs === undefined ? same : { ...same, behindLogUs };
}

/** Empties what a lead's beats wait in where no seconds will take them out of it. */
function withoutSeconds(state: MonitorState, lead: string): MonitorState {
  const before = state.leads[lead];
  if (before === undefined) return state;
  return { ...state, lead, leads: { ...state.leads, [lead]: { ...before, queue: [] } } };
}
