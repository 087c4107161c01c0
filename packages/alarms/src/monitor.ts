import {
  alarmId,
  type AlarmCommand,
  type AlarmEvent,
  type AlarmEvidence,
  type PatientId,
} from '@beatwatch/contracts';
import {
  defaultThresholdSettings,
  robustThreshold,
  type PatientThreshold,
  type ThresholdSettings,
} from './threshold.ts';

export interface AlarmSettings {
  readonly threshold: ThresholdSettings;
  /** n of n-of-m: this many anomalous beats ... Default 3. */
  readonly anomalousBeats: number;
  /** ... among the last m raise the alarm. Default 5. */
  readonly windowBeats: number;
  /** So many calm beats in a row resolve the alarm. Default 8. */
  readonly calmBeats: number;
}

export const defaultAlarmSettings: AlarmSettings = {
  threshold: defaultThresholdSettings,
  anomalousBeats: 3,
  windowBeats: 5,
  calmBeats: 8,
};

export interface ScoredBeat {
  readonly timeUs: number;
  readonly endTimeUs: number;
  readonly loss: number;
}

export interface Judgement {
  /** Absent while the threshold is being learned. */
  readonly threshold?: number;
  readonly anomalous: boolean;
  /** Changes of alarm state, in order. */
  readonly events: readonly AlarmEvent[];
}

export const monitorStateVersion = 1;

/** All that the monitor remembers: plain data, so that a restart goes on where it stopped. */
export interface MonitorState {
  /** Of this shape: what another version stored is not understood. */
  readonly version: typeof monitorStateVersion;
  readonly lastBeatTimeUs: number;
  readonly calibrationLosses: readonly number[];
  readonly threshold?: PatientThreshold;
  readonly recent: readonly { readonly timeUs: number; readonly loss: number; readonly anomalous: boolean }[];
  readonly calmBeatsInRow: number;
  readonly open?: AlarmEvent;
}

export const initialMonitorState: MonitorState = {
  version: monitorStateVersion,
  lastBeatTimeUs: 0,
  calibrationLosses: [],
  recent: [],
  calmBeatsInRow: 0,
};

/**
 * One patient's threshold and alarm. Beats come in order of time; a beat that is not after the last one
 * (a repeat, or data from a device that was offline) is judged but moves nothing and raises no alarm.
 */
export class PatientMonitor {
  readonly #patientId: PatientId;
  readonly #settings: AlarmSettings;
  #state: MonitorState;

  constructor(patientId: PatientId, settings = defaultAlarmSettings, state = initialMonitorState) {
    this.#patientId = patientId;
    this.#settings = settings;
    this.#state = state;
  }

  get state(): MonitorState {
    return this.#state;
  }

  judge(beat: ScoredBeat): Judgement {
    const threshold = this.#state.threshold;
    const anomalous = threshold !== undefined && beat.loss > threshold.raise;
    if (beat.timeUs <= this.#state.lastBeatTimeUs) {
      return { ...(threshold && { threshold: threshold.raise }), anomalous, events: [] };
    }
    this.#state = { ...this.#state, lastBeatTimeUs: beat.timeUs };
    if (threshold === undefined) {
      this.#learn(beat.loss);
      return { anomalous: false, events: [] };
    }
    this.#remember(beat, threshold, anomalous);
    return { threshold: threshold.raise, anomalous, events: this.#transition(beat, threshold.raise) };
  }

  /** @returns the change that the command makes, or none where it comes too late or a second time */
  command(command: AlarmCommand): AlarmEvent | undefined {
    const open = this.#state.open;
    if (open?.alarmId !== command.alarmId || open.state !== 'active') return undefined;
    const event: AlarmEvent = {
      ...open,
      state: 'acknowledged',
      timeUs: command.timeUs,
      actor: command.actor,
    };
    this.#state = { ...this.#state, open: event };
    return event;
  }

  #learn(loss: number): void {
    const calibrationLosses = [...this.#state.calibrationLosses, loss];
    const { threshold: settings } = this.#settings;
    this.#state =
      calibrationLosses.length < settings.calibrationBeats
        ? { ...this.#state, calibrationLosses }
        : { ...this.#state, calibrationLosses: [], threshold: robustThreshold(calibrationLosses, settings) };
  }

  #remember(beat: ScoredBeat, threshold: PatientThreshold, anomalous: boolean): void {
    const recent = [...this.#state.recent, { timeUs: beat.timeUs, loss: beat.loss, anomalous }];
    const calm = beat.loss < threshold.clear;
    this.#state = {
      ...this.#state,
      recent: recent.slice(-this.#settings.windowBeats),
      calmBeatsInRow: calm ? this.#state.calmBeatsInRow + 1 : 0,
    };
  }

  #transition(beat: ScoredBeat, threshold: number): AlarmEvent[] {
    const { open, recent, calmBeatsInRow } = this.#state;
    if (open === undefined) {
      const anomalous = recent.filter((candidate) => candidate.anomalous);
      if (anomalous.length < this.#settings.anomalousBeats) return [];
      const raised = this.#raise(beat, {
        beatTimesUs: anomalous.map(({ timeUs }) => timeUs),
        losses: anomalous.map(({ loss }) => loss),
        threshold,
      });
      this.#state = { ...this.#state, open: raised };
      return [raised];
    }
    if (calmBeatsInRow < this.#settings.calmBeats) return [];
    const { open: closed, ...rest } = this.#state;
    this.#state = { ...rest, recent: [] };
    const { actor, ...alarm } = open;
    return [{ ...alarm, state: 'resolved', timeUs: beat.endTimeUs }];
  }

  #raise(beat: ScoredBeat, evidence: AlarmEvidence): AlarmEvent {
    return {
      alarmId: alarmId(this.#patientId, 'anomaly-burst', beat.timeUs),
      patientId: this.#patientId,
      kind: 'anomaly-burst',
      priority: 'medium',
      state: 'active',
      timeUs: beat.endTimeUs,
      raisedTimeUs: beat.endTimeUs,
      evidence,
    };
  }
}
