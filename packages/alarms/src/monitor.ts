import {
  alarmKinds,
  type AlarmEvent,
  type AlarmEvidence,
  type AlarmKind,
  type PatientCommand,
  type PatientId,
} from '@beatwatch/contracts';
import { acknowledge, endAsGone, step } from './alarm-machine.ts';
import { anomalyBurst } from './conditions/anomaly-burst.ts';
import { atrialFibrillation, withAtrialLogOdds } from './conditions/atrial-fibrillation.ts';
import { met, over, type Condition, type Finding } from './conditions/condition.ts';
import { bigeminy, ectopyWindowUs, frequentEctopy } from './conditions/ectopy.ts';
import { bradycardia, tachycardia } from './conditions/heart-rate.ts';
import { fibrillation, leadOff, poorSignal } from './conditions/signal.ts';
import { asystole, pause, type Standstill } from './conditions/standstill.ts';
import { ventricularRun } from './conditions/ventricular-run.ts';
import { ventricularRhythm, ventricularTachycardia } from './conditions/ventricular-tachycardia.ts';
import { evidenceOf } from './evidence.ts';
import { isExplainedBy, needsUsableSignal } from './kinds.ts';
import { knownBeat, withHeartBeats } from './leads/heart-beats.ts';
import { knownSecond, leadBeat } from './leads/known.ts';
import { isPresent } from './leads/lead-windows.ts';
import { nextStep, withBeatArrived, withSecondArrived } from './leads/timeline.ts';
import { defaultAlarmSettings, type AlarmSettings } from './settings.ts';
import {
  initialMonitorState,
  type JudgedBeat,
  type JudgedSecond,
  type KnownBeat,
  type LeadState,
  type MonitorState,
  type OpenAlarm,
} from './state.ts';
import { restoreMonitorState } from './upgrade-state.ts';
import { onNewAxis, withBeat, withStep } from './windows.ts';

/**
 * The alarms of one patient, decided over all leads together. Its only clock is the patient's: the same beats, seconds
 * and commands of each lead give the same events, in whatever order the leads' data came within the lag, and however
 * often the state was stored and restored in between.
 *
 * Alarms are decided when a second has ended in every lead. Where there are no seconds (beats that were cut elsewhere),
 * they are decided at the beat. Beats and seconds that are late, or not newer than the last one of their lead, change
 * nothing.
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
    this.#followClock(beat);
    const known = leadBeat(beat);
    const state = withBeatArrived(this.#state, beat.lead, known);
    if (state === this.#state) return [];
    this.#state = state;
    const events = this.#dataArrived(beat.endTimeUs);
    if (!this.#isWithoutSeconds(beat)) return events;
    this.#state = withoutSeconds(this.#state, beat.lead);
    return [
      ...events,
      ...this.#take({ ...known, ventricularLeads: known.ventricular ? 1 : 0 }, beat.endTimeUs),
    ];
  }

  /** @returns changes of alarms, in order */
  second(second: JudgedSecond): AlarmEvent[] {
    if (second.late === true) return [];
    this.#followClock(second);
    const lagUs = this.#settings.signal.lagMs * 1000;
    const state = withSecondArrived(this.#state, second.lead, knownSecond(second, this.#settings), lagUs);
    if (state === this.#state) return [];
    this.#state = withBehindLog(state, second.behindLogUs);
    const events = this.#dataArrived(second.endTimeUs);
    for (let next = nextStep(this.#state, lagUs); next !== undefined; next = nextStep(this.#state, lagUs)) {
      this.#state = withHeartBeats(withStep(this.#state, next, this.#settings));
      events.push(...this.#decideAll(next.endTimeUs));
    }
    return events;
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
    if (newestUs === 0 || this.#state.isGone || nowUs < dueUs || nowUs <= noDataUntilUs) return [];
    const isOpen = this.#state.open['no-data'] !== undefined;
    this.#state = { ...this.#state, noDataUntilUs: nowUs };
    const measure = this.#settings.noData.afterMs / 1000;
    return this.#decide('no-data', met({ measure }), isOpen ? nowUs : dueUs);
  }

  /**
   * Ends what is open, since nothing has come for so long that the patient counts as gone. A high-priority alarm that nobody
   * has acknowledged is latched: somebody has to see it.
   * @param nowUs end of the last data plus the time since they arrived, on the patient's time axis
   * @returns changes of alarms, in order
   */
  gone(nowUs: number): AlarmEvent[] {
    if (this.#state.newestUs === 0 || this.#state.isGone) return [];
    const events = alarmKinds.flatMap((kind) => {
      const open = this.#state.open[kind];
      const next = open && endAsGone(open, nowUs);
      return next === undefined ? [] : [this.#store(kind, next)];
    });
    this.#state = { ...this.#state, isGone: true };
    return events;
  }

  #dataArrived(timeUs: number): AlarmEvent[] {
    if (this.#state.isGone) {
      const { isGone: _, ...state } = this.#state;
      this.#state = { ...state, noDataUntilUs: 0 };
    }
    this.#state = { ...this.#state, newestUs: Math.max(this.#state.newestUs, timeUs) };
    if (this.#state.noDataUntilUs === 0) return [];
    this.#state = { ...this.#state, noDataUntilUs: 0 };
    return this.#decide('no-data', over, timeUs);
  }

  /** Whether a beat comes from a producer that tells no seconds, and no other lead tells any. */
  #isWithoutSeconds({ endTimeUs, lead }: JudgedBeat): boolean {
    const { decidedUs, leads, lead: leading } = this.#state;
    const secondsUs = Math.max(decidedUs, ...Object.values(leads).map(({ newestUs }) => newestUs));
    const missingUs = this.#settings.signal.secondsMissingMs * 1000;
    if (secondsUs > 0 && endTimeUs - secondsUs <= missingUs) return false;
    const leadingUs = leading === undefined ? undefined : leads[leading]?.lastBeatTimeUs;
    return leading === lead || leadingUs === undefined || endTimeUs - leadingUs > missingUs;
  }

  #decideAll(nowUs: number): AlarmEvent[] {
    const settings = this.#settings;
    const { seconds } = this.#state;
    const poor = poorSignal(seconds, settings.poorSignal);
    this.#state = { ...this.#state, poor: poor.is === 'met' || (poor.is !== 'over' && this.#state.poor) };
    const present = this.#presentLeads(nowUs);
    const standstill = { leads: present, nowUs, seconds };
    return [
      ...this.#decide('lead-off', leadOff(seconds, settings.leadOff), nowUs),
      ...this.#decide('poor-signal', poor, nowUs),
      ...this.#decide('ventricular-fibrillation', fibrillation(seconds, settings.fibrillation), nowUs),
      ...this.#takeSettled(nowUs),
      ...this.#lookAtWaiting(nowUs),
      ...this.#decideRhythm(nowUs),
      ...this.#decideStandstill(standstill),
      ...this.#decideEctopy(nowUs),
      ...this.#decideAtrial(present, nowUs),
    ];
  }

  #decideRhythm(nowUs: number): AlarmEvent[] {
    const { ventricularTachycardia: rule } = this.#settings;
    const { beats, seconds } = this.#state;
    const rhythm = ventricularRhythm([...beats, ...this.#waitingBeats()], seconds, rule);
    return this.#decide('ventricular-tachycardia', rhythm, nowUs);
  }

  /** The waiting heart beats as they look now; those that are not usable are left out. */
  #waitingBeats(): KnownBeat[] {
    const { waiting, leads } = this.#state;
    return waiting.flatMap(
      (beat, index) => knownBeat(beat, waiting[index + 1]?.timeUs, leads, this.#settings) ?? [],
    );
  }

  #decideStandstill(known: Standstill): AlarmEvent[] {
    const settings = this.#settings;
    const { beats } = this.#state;
    const standing = this.#decide('asystole', asystole(known, settings), known.nowUs);
    const { open, closed } = this.#state;
    const asystoleUs = (open.asystole ?? closed.asystole)?.event.raisedTimeUs ?? 0;
    const after = [...beats, ...this.#waitingBeats()].filter(({ timeUs }) => timeUs > asystoleUs);
    const paused = this.#isOngoing('asystole') ? over : pause(after, known, settings);
    return [...standing, ...this.#decide('pause', paused, known.nowUs)];
  }

  #decideEctopy(nowUs: number): AlarmEvent[] {
    const timesUs = this.#state.ventricularTimesUs.filter((timeUs) => timeUs > nowUs - ectopyWindowUs);
    this.#state = { ...this.#state, ventricularTimesUs: timesUs };
    const { beats, beatsSinceUs: sinceUs } = this.#state;
    if (beats.length === 0) return [];
    return this.#decide(
      'frequent-ectopy',
      frequentEctopy({ timesUs, sinceUs, nowUs }, beats, this.#settings.frequentEctopy),
      nowUs,
    );
  }

  #decideAtrial(present: readonly LeadState[], nowUs: number): AlarmEvent[] {
    const atrial = withAtrialLogOdds(this.#state.atrial, present, nowUs, this.#settings.atrialFibrillation);
    this.#state = { ...this.#state, atrial };
    return this.#decide('atrial-fibrillation', atrialFibrillation(atrial), nowUs);
  }

  /** Turns waiting beats whose signal has been good for long enough after them into evidence, one by one. */
  #takeSettled(nowUs: number): AlarmEvent[] {
    const untilUs = nowUs - this.#settings.signal.settleMs * 1000;
    const events: AlarmEvent[] = [];
    for (let first = this.#state.waiting[0]; first !== undefined; first = this.#state.waiting[0]) {
      const next = this.#state.waiting[1]?.timeUs;
      if (first.endTimeUs > untilUs) break;
      const beat = knownBeat(first, next, this.#state.leads, this.#settings);
      this.#state = { ...this.#state, waiting: this.#state.waiting.slice(1) };
      events.push(...this.#take(beat, nowUs));
    }
    return events;
  }

  #take(beat: KnownBeat | undefined, nowUs: number): AlarmEvent[] {
    const settings = this.#settings;
    // R peaks that the detector reports during fibrillation mean nothing.
    if (beat === undefined || this.#isOngoing('ventricular-fibrillation')) {
      this.#state = { ...this.#state, beats: [] };
      return [];
    }
    this.#state = withBeat(this.#state, beat, settings);
    const { beats } = this.#state;
    const decide = (kind: AlarmKind, condition: Condition): AlarmEvent[] =>
      this.#decide(kind, condition, nowUs);
    return [
      ...decide(
        'ventricular-tachycardia',
        ventricularTachycardia(beats, this.#state.seconds, settings.ventricularTachycardia),
      ),
      ...decide('extreme-bradycardia', bradycardia(beats, this.#presentLeads(nowUs), settings)),
      ...decide('extreme-tachycardia', tachycardia(beats, settings.tachycardia)),
      ...decide('ventricular-run', ventricularRun(beats, settings.ventricularRun)),
      ...decide('bigeminy', bigeminy(beats, settings.bigeminy)),
      ...decide('anomaly-burst', anomalyBurst(beats, settings.anomalyBurst)),
    ];
  }

  /**
   * Decides at once what takes several seconds to come about: within these the quality of the signal has become known,
   * as bad as it may be from here on.
   */
  #lookAtWaiting(nowUs: number): AlarmEvent[] {
    if (this.#isOngoing('ventricular-fibrillation')) return [];
    const settings = this.#settings;
    const { waiting, leads, promptUs } = this.#state;
    const events: AlarmEvent[] = [];
    let state = this.#state;
    for (const [index, one] of waiting.entries()) {
      const beat = knownBeat(one, waiting[index + 1]?.timeUs, leads, settings);
      state = beat === undefined ? { ...state, beats: [] } : withBeat(state, beat, settings);
      if (one.timeUs <= promptUs) continue;
      const { beats } = state;
      const conditions: readonly (readonly [AlarmKind, Condition])[] = [
        [
          'ventricular-tachycardia',
          ventricularTachycardia(beats, this.#state.seconds, settings.ventricularTachycardia),
        ],
        ['extreme-bradycardia', bradycardia(beats, this.#presentLeads(nowUs), settings)],
        ['extreme-tachycardia', tachycardia(beats, settings.tachycardia)],
      ];
      for (const [kind, condition] of conditions) {
        if (condition.is === 'met') events.push(...this.#decide(kind, condition, nowUs));
      }
    }
    this.#state = { ...this.#state, promptUs: waiting.at(-1)?.timeUs ?? promptUs };
    return events;
  }

  #decide(kind: AlarmKind, condition: Condition, timeUs: number): AlarmEvent[] {
    const open = this.#state.open[kind];
    const closed = this.#state.closed[kind];
    const finding: Finding = condition.is === 'met' ? condition.finding : {};
    const decision = {
      patientId: this.#patientId,
      kind,
      condition,
      timeUs,
      evidence: this.#arrived(evidenceOf(finding, timeUs, this.#leadFor(kind))),
      axis: this.#state.axis ?? 0,
      held: this.#isHeld(kind, finding.byRhythm === true),
    };
    const next = step({ ...(open && { open }), ...(closed && { closed }) }, decision, this.#settings);
    return next === undefined ? [] : [this.#store(kind, next)];
  }

  /** Says when the evidence arrived where the patient's own time does not. */
  #arrived(evidence: AlarmEvidence): AlarmEvidence {
    const { behindLogUs } = this.#state;
    return behindLogUs === undefined ? evidence : { ...evidence, arrivedUs: evidence.toUs + behindLogUs };
  }

  #presentLeads(nowUs: number): LeadState[] {
    return Object.values(this.#state.leads).filter((lead) => isPresent(lead, nowUs));
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
    if (this.#state.poor && !byRhythm && needsUsableSignal(kind)) return true;
    return alarmKinds.some((other) => isExplainedBy(kind, other) && this.#isOngoing(other));
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

  /** Begins anew where the data tell another time axis or, if they tell none, where they go back by minutes. */
  #followClock({ axis, endTimeUs }: { readonly axis?: number; readonly endTimeUs: number }): void {
    const { axis: before, newestUs } = this.#state;
    const isNew =
      axis === undefined || before === undefined
        ? newestUs - endTimeUs > this.#settings.signal.clockSetBackMs * 1000
        : axis !== before;
    if (isNew) this.#state = onNewAxis(this.#state, initialMonitorState, endTimeUs);
    const known = axis ?? before;
    if (known !== undefined && known !== this.#state.axis) this.#state = { ...this.#state, axis: known };
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
