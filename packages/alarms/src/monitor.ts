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
import { evidenceOf } from './evidence.ts';
import { forbids, isExplainedBy } from './kinds.ts';
import { defaultAlarmSettings, type AlarmSettings } from './settings.ts';
import {
  initialMonitorState,
  monitorStateVersion,
  type JudgedBeat,
  type KnownBeat,
  type MonitorState,
  type OpenAlarm,
} from './state.ts';
import { isUsable, knownBeat, onNewAxis, withBeat, withBreak, withSecond } from './windows.ts';

/**
 * The alarms of one patient, decided on one lead. It knows no clock but the patient's: the same beats, seconds and
 * commands in the same order give the same events, whenever the state was stored and brought back in between.
 *
 * A beat is evidence once the seconds that it lies in are known to be usable, so that alarms are decided when a second
 * ends; without any seconds (beats that were cut elsewhere) they are decided on the beat. What is not newer than the
 * last beat or second, and what came too late, moves nothing.
 */
export class AlarmMonitor {
  readonly #patientId: PatientId;
  readonly #settings: AlarmSettings;
  #state: MonitorState;

  /** @param state of `state`; what another version stored is not understood, and the patient begins anew */
  constructor(patientId: PatientId, settings = defaultAlarmSettings, state = initialMonitorState) {
    this.#patientId = patientId;
    this.#settings = settings;
    this.#state = isKnownVersion(state) ? state : initialMonitorState;
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
    const events = this.#dataCame(beat.endTimeUs);
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
    const events = this.#dataCame(endTimeUs);
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

  /** Acknowledges an alarm, once; other commands move no alarm. */
  command(command: PatientCommand): AlarmEvent[] {
    if (command.action !== 'acknowledge') return [];
    const kind = alarmKinds.find((one) => this.#state.open[one]?.event.alarmId === command.alarmId);
    const open = kind === undefined ? undefined : this.#state.open[kind];
    if (kind === undefined || open === undefined) return [];
    const { newestUs, silentUntilUs } = this.#state;
    const next = acknowledge(open, command, Math.max(newestUs, silentUntilUs));
    return next === undefined ? [] : [this.#keep(kind, next)];
  }

  /**
   * Nothing has come for a while. Raised and dated by the end of the last data, so that the same silence gives the
   * same alarm however often and when it is asked for.
   * @param nowUs on the patient's time axis: the end of the last data and what has passed since they came
   */
  silence(nowUs: number): AlarmEvent[] {
    const { newestUs, silentUntilUs } = this.#state;
    const dueUs = newestUs + this.#settings.noData.afterMs * 1000;
    if (newestUs === 0 || nowUs < dueUs || nowUs <= silentUntilUs) return [];
    const isOpen = this.#state.open['no-data'] !== undefined;
    this.#state = { ...this.#state, silentUntilUs: nowUs };
    const measure = this.#settings.noData.afterMs / 1000;
    return this.#decide('no-data', met({ measure }), isOpen ? nowUs : dueUs);
  }

  #dataCame(timeUs: number): AlarmEvent[] {
    if (this.#state.silentUntilUs === 0) return [];
    this.#state = { ...this.#state, silentUntilUs: 0 };
    return this.#decide('no-data', over, timeUs);
  }

  /** Beats that ended by then become evidence, one after the other. */
  #takeWaiting(untilUs: number, decisionUs: number): AlarmEvent[] {
    const { waiting } = this.#state;
    const ready = waiting.filter(({ endTimeUs }) => endTimeUs <= untilUs);
    if (ready.length === 0) return [];
    this.#state = { ...this.#state, waiting: waiting.filter(({ endTimeUs }) => endTimeUs > untilUs) };
    return ready.flatMap((beat) => this.#take(beat, isUsable(beat, this.#state, this.#settings), decisionUs));
  }

  #take(beat: KnownBeat, usable: boolean, decisionUs: number): AlarmEvent[] {
    const settings = this.#settings;
    // What the detector takes for R peaks in fibrillation says nothing.
    if (!usable || this.#isUnderWay('ventricular-fibrillation')) {
      this.#state = { ...this.#state, beats: [] };
      return [];
    }
    this.#state = withBeat(this.#state, beat, settings);
    const { beats } = this.#state;
    return [
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
    return next === undefined ? [] : [this.#keep(kind, next)];
  }

  #isHeld(kind: AlarmKind): boolean {
    return alarmKinds.some(
      (other) => (isExplainedBy(kind, other) || forbids(other, kind)) && this.#isUnderWay(other),
    );
  }

  /** Raised, and its condition not over. */
  #isUnderWay(kind: AlarmKind): boolean {
    const state = this.#state.open[kind]?.event.state;
    return state === 'active' || state === 'acknowledged';
  }

  #keep(kind: AlarmKind, alarm: OpenAlarm): AlarmEvent {
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

const isKnownVersion = ({ version }: { readonly version: number }): boolean =>
  version === monitorStateVersion;
