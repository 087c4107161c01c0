import {
  alarmKinds,
  type AlarmEvent,
  type AlarmKind,
  type PatientCommand,
  type PatientId,
  type SignalSecond,
} from '@beatwatch/contracts';
import { acknowledge, step } from './alarm-machine.ts';
import { anomalyBurst } from './conditions/anomaly-burst.ts';
import { asystole } from './conditions/asystole.ts';
import { met, over, type Condition } from './conditions/condition.ts';
import { bradycardia, tachycardia } from './conditions/heart-rate.ts';
import { fibrillation, leadOff, poorSignal } from './conditions/signal.ts';
import { ventricularRun } from './conditions/ventricular-run.ts';
import { ventricularTachycardia } from './conditions/ventricular-tachycardia.ts';
import { evidenceOf } from './evidence.ts';
import { forbids, isExplainedBy } from './kinds.ts';
import { defaultAlarmSettings, type AlarmSettings } from './settings.ts';
import { restoreMonitorState } from './upgrade-state.ts';
import {
  initialMonitorState,
  type JudgedBeat,
  type KnownBeat,
  type MonitorState,
  type OpenAlarm,
} from './state.ts';
import { isUsable, knownBeat, onNewAxis, withBeat, withBreak, withSecond } from './windows.ts';

/**
 * The alarms of one patient, decided on one lead. Its only clock is the patient's: the same beats, seconds and commands
 * in the same order give the same events, however often the state was stored and restored in between.
 *
 * A beat becomes evidence when its seconds are known to be usable, so alarms are decided at the end of a second. Where
 * there are no seconds (beats that were cut elsewhere), they are decided at the beat. Beats and seconds that are late,
 * or not newer than the last one, change nothing.
 */
export class AlarmMonitor {
  readonly #patientId: PatientId;
  readonly #settings: AlarmSettings;
  #state: MonitorState;

  /** @param state a stored {@link state}, of this or an earlier version; default, and for an unknown version: the initial state */
  constructor(patientId: PatientId, settings = defaultAlarmSettings, state?: unknown) {
    this.#patientId = patientId;
    this.#settings = settings;
    this.#state = restoreMonitorState(state);
  }

  get state(): MonitorState {
    return this.#state;
  }

  /** @returns changes of alarms, in order */
  beat(beat: JudgedBeat): AlarmEvent[] {
    if (beat.late === true) return [];
    this.#followClock(beat.endTimeUs);
    if (beat.timeUs <= this.#state.lastBeatTimeUs) return [];
    this.#followLead(beat.lead);
    const events = this.#dataArrived(beat.endTimeUs);
    const { asystole, signal } = this.#settings;
    const pauseCut = beat.rrIntervalMs >= asystole.longestRrIntervalMs;
    this.#state = {
      ...this.#state,
      newestUs: Math.max(this.#state.newestUs, beat.endTimeUs),
      lastBeatTimeUs: beat.timeUs,
      lastPeakUs: pauseCut ? beat.timeUs : beat.endTimeUs,
      pauseCut,
      waiting: [...this.#state.waiting, knownBeat(beat)],
    };
    const { lastSecondEndUs } = this.#state;
    const hasSeconds =
      lastSecondEndUs > 0 && beat.endTimeUs - lastSecondEndUs <= signal.secondsMissingMs * 1000;
    return hasSeconds ? events : [...events, ...this.#takeWaiting(beat.endTimeUs, beat.endTimeUs)];
  }

  /** @returns changes of alarms, in order */
  second(second: SignalSecond): AlarmEvent[] {
    if (second.late === true) return [];
    this.#followClock(second.endTimeUs);
    if (second.endTimeUs <= this.#state.lastSecondEndUs) return [];
    this.#followLead(second.lead);
    const settings = this.#settings;
    const { endTimeUs } = second;
    const events = this.#dataArrived(endTimeUs);
    this.#state = withSecond(this.#state, second, settings);
    const { seconds } = this.#state;
    return [
      ...events,
      ...this.#decide('lead-off', leadOff(seconds, settings.leadOff), endTimeUs),
      ...this.#decide('poor-signal', poorSignal(seconds, settings.poorSignal), endTimeUs),
      ...this.#decide('ventricular-fibrillation', fibrillation(seconds, settings.fibrillation), endTimeUs),
      ...this.#takeWaiting(endTimeUs - settings.signal.settleMs * 1000, endTimeUs),
      ...this.#decide('asystole', asystole(this.#state, settings), endTimeUs),
    ];
  }

  /** Acknowledges an alarm, once; other commands change nothing. */
  command(command: PatientCommand): AlarmEvent[] {
    if (command.action !== 'acknowledge') return [];
    const kind = alarmKinds.find((one) => this.#state.open[one]?.event.alarmId === command.alarmId);
    const open = kind === undefined ? undefined : this.#state.open[kind];
    if (kind === undefined || open === undefined) return [];
    const { newestUs, noDataUntilUs } = this.#state;
    const next = acknowledge(open, command, Math.max(newestUs, noDataUntilUs));
    return next === undefined ? [] : [this.#store(kind, next)];
  }

  /**
   * Reports that no data have arrived. The alarm is dated by the end of the last data, so that one outage gives one
   * alarm however often and whenever it is reported.
   * @param nowUs end of the last data plus the time since they arrived, on the patient's time axis
   * @returns changes of alarms, in order
   */
  noData(nowUs: number): AlarmEvent[] {
    const { newestUs, noDataUntilUs } = this.#state;
    const dueUs = newestUs + this.#settings.noData.afterMs * 1000;
    if (newestUs === 0 || nowUs < dueUs || nowUs <= noDataUntilUs) return [];
    const isOpen = this.#state.open['no-data'] !== undefined;
    this.#state = { ...this.#state, noDataUntilUs: nowUs };
    const measure = this.#settings.noData.afterMs / 1000;
    return this.#decide('no-data', met({ measure }), isOpen ? nowUs : dueUs);
  }

  #dataArrived(timeUs: number): AlarmEvent[] {
    if (this.#state.noDataUntilUs === 0) return [];
    this.#state = { ...this.#state, noDataUntilUs: 0 };
    return this.#decide('no-data', over, timeUs);
  }

  /** Turns waiting beats that ended by `untilUs` into evidence, one by one. */
  #takeWaiting(untilUs: number, decisionUs: number): AlarmEvent[] {
    const { waiting } = this.#state;
    const ready = waiting.filter(({ endTimeUs }) => endTimeUs <= untilUs);
    if (ready.length === 0) return [];
    this.#state = { ...this.#state, waiting: waiting.filter(({ endTimeUs }) => endTimeUs > untilUs) };
    return ready.flatMap((beat) => this.#take(beat, isUsable(beat, this.#state, this.#settings), decisionUs));
  }

  #take(beat: KnownBeat, usable: boolean, decisionUs: number): AlarmEvent[] {
    const settings = this.#settings;
    // R peaks that the detector reports during fibrillation mean nothing.
    if (!usable || this.#isOngoing('ventricular-fibrillation')) {
      this.#state = { ...this.#state, beats: [] };
      return [];
    }
    this.#state = withBeat(this.#state, beat, settings);
    const { beats } = this.#state;
    return [
      ...this.#decide(
        'ventricular-tachycardia',
        ventricularTachycardia(beats, settings.ventricularTachycardia),
        decisionUs,
      ),
      ...this.#decide('ventricular-run', ventricularRun(beats, settings.ventricularRun), decisionUs),
      ...this.#decide('extreme-bradycardia', bradycardia(beats, settings.bradycardia), decisionUs),
      ...this.#decide('extreme-tachycardia', tachycardia(beats, settings.tachycardia), decisionUs),
      ...this.#decide('anomaly-burst', anomalyBurst(beats, settings.anomalyBurst), decisionUs),
    ];
  }

  #decide(kind: AlarmKind, condition: Condition, timeUs: number): AlarmEvent[] {
    const open = this.#state.open[kind];
    const closed = this.#state.closed[kind];
    const finding = condition.is === 'met' ? condition.finding : {};
    const decision = {
      patientId: this.#patientId,
      kind,
      condition,
      timeUs,
      evidence: evidenceOf(finding, timeUs, this.#state.lead),
      held: this.#isHeld(kind),
    };
    const next = step({ ...(open && { open }), ...(closed && { closed }) }, decision, this.#settings);
    return next === undefined ? [] : [this.#store(kind, next)];
  }

  #isHeld(kind: AlarmKind): boolean {
    return alarmKinds.some(
      (other) => (isExplainedBy(kind, other) || forbids(other, kind)) && this.#isOngoing(other),
    );
  }

  /** Whether it is raised and its condition is not over. */
  #isOngoing(kind: AlarmKind): boolean {
    const state = this.#state.open[kind]?.event.state;
    return state === 'active' || state === 'acknowledged';
  }

  #store(kind: AlarmKind, alarm: OpenAlarm): AlarmEvent {
    const { [kind]: _open, ...open } = this.#state.open;
    const { [kind]: _closed, ...closed } = this.#state.closed;
    this.#state =
      alarm.event.state === 'resolved'
        ? { ...this.#state, open, closed: { ...closed, [kind]: alarm } }
        : { ...this.#state, open: { ...open, [kind]: alarm }, closed };
    return alarm.event;
  }

  #followClock(endTimeUs: number): void {
    const backUs = this.#state.newestUs - endTimeUs;
    if (backUs <= this.#settings.signal.clockSetBackMs * 1000) return;
    this.#state = onNewAxis(this.#state, initialMonitorState, endTimeUs);
  }

  #followLead(lead: string): void {
    const before = this.#state.lead;
    if (before === lead) return;
    this.#state = { ...(before === undefined ? this.#state : withBreak(this.#state)), lead };
  }
}
