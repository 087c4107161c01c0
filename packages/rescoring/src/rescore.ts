import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PatientModels } from '@beatwatch/adaptation';
import { defaultAlarmSettings, type AlarmSettings } from '@beatwatch/alarms';
import type { AlarmEvent, Beat, PatientId } from '@beatwatch/contracts';
import type { LivePreprocessing } from '@beatwatch/ecg';
import { PatientMonitor, type MonitoredBeat, type RecordInput } from '@beatwatch/patient-monitor';
import type { RhythmModels } from '@beatwatch/rhythm';
import type { SignalModelFolders } from '@beatwatch/signal-models';
import type { Repositories } from '@beatwatch/timescale';
import { alarmCourses, compareAlarms, type AlarmComparison } from './alarms/compare-alarms.ts';
import { RescoreError } from './errors.ts';
import { encodeSteps, judgeSteps, type EncodedSteps } from './judge-steps.ts';
import { unpackSteps } from './packed-steps.ts';
import { readSignal } from './read-signal.ts';
import { RecordedActs } from './recorded-acts.ts';

export interface RescoreOptions {
  /** Of the database with the signal, which a thread of its own reads. */
  readonly connectionString: string;
  readonly repositories: Pick<
    Repositories,
    'admissions' | 'alarms' | 'beats' | 'limits' | 'thresholds' | 'waveforms'
  >;
  readonly patientId: PatientId;
  /** First time at which alarms and beats are compared, epoch microseconds. */
  readonly sinceUs: number;
  /** Exclusive. Default: the end of the signal. */
  readonly untilUs?: number;
  /** Signal before `sinceUs` from which the patient is learned. Default: an hour. */
  readonly warmUpUs?: number;
  readonly models: PatientModels;
  readonly rhythmModels: RhythmModels;
  /** How beats are cut: what the model was trained on. */
  readonly preprocessing: LivePreprocessing;
  /** What judges each second. Default: the shipped models. */
  readonly signalModels?: SignalModelFolders;
  /** Limits of the alarms. Default: those of the product. */
  readonly alarms?: AlarmSettings;
  /** Threshold of the anomaly score in place of the learned one and of staff's. Default: those. */
  readonly threshold?: number;
  /** @param share of the signal that is judged, 0 to 1 */
  readonly onProgress?: (share: number) => void;
  /** Called for each thing that alarms are decided by, the warm-up too. Default: nothing. */
  readonly onInput?: RecordInput;
  /** Called for each judged beat of the compared time, in the order of the log. Default: nothing. */
  readonly onBeat?: (beat: Beat, judged: MonitoredBeat) => void;
}

export interface Rescored {
  readonly patientId: PatientId;
  /** The compared time: to the end of the last stored second. */
  readonly fromUs: number;
  readonly toUs: number;
  /** Signal that was judged, all leads together, the warm-up too. */
  readonly signalHours: number;
  /**
   * Whether judging began with the patient's first signal. Else references and thresholds were learned anew from the
   * warm-up, and may differ from those that were in force.
   */
  readonly isFromBeginning: boolean;
  readonly beatsStored: number;
  readonly beatsRescored: number;
  readonly anomalousBeats: number;
  readonly alarms: AlarmComparison;
  /** The changes of alarms of the compared time, in order. */
  readonly changes: readonly AlarmEvent[];
}

const hourUs = 3600e6;
/** Beats that begin in the last chunk, which lasts a second at the most. */
const longestBeatUs = 1e6;
/** More than staff set thresholds or limits for one patient, or one patient comes and goes. */
const mostActs = 10_000;

/**
 * Judges a patient's stored signal anew, through the functions of ingest and scorer, and compares the alarms with the stored
 * ones.
 * @throws RescoreError (`no-signal`) where none is stored that can be judged; (`unreadable`) where it cannot be read
 */
export async function rescore(options: RescoreOptions): Promise<Rescored> {
  const { patientId, sinceUs, repositories, models, rhythmModels, warmUpUs = hourUs } = options;
  const { alarms: settings = defaultAlarmSettings } = options;
  const span = await repositories.waveforms.span(patientId);
  if (span === undefined || span.toUs < sinceUs) throw withoutSignal(options);
  const untilUs = options.untilUs ?? span.toUs + longestBeatUs;
  const readFromUs = Math.max(span.fromUs, sinceUs - warmUpUs);
  const isFromBeginning = readFromUs === span.fromUs && !(await isKnownBefore(options, span.fromUs));
  const stored = await repositories.alarms.changes({ patientId, fromUs: readFromUs, toUs: untilUs });
  const thresholds =
    options.threshold === undefined ? await repositories.thresholds.history(patientId, mostActs) : [];
  const admissions = await repositories.admissions.history(patientId, mostActs);
  const limits = await repositories.limits.history(patientId, mostActs);
  const profiles = await repositories.limits.applied(patientId);
  const history = { patientId, changes: stored, thresholds, admissions, limits, profiles };
  const acts = new RecordedActs(history, settings);
  const monitor = new PatientMonitor({ beats: models, ...rhythmModels }, patientId, settings);
  if (options.onInput !== undefined) monitor.recordAlarms(options.onInput);
  if (options.threshold !== undefined) {
    const value = options.threshold;
    monitor.command({ patientId, actor: 'rescore', timeUs: sinceUs, action: 'set-threshold', value });
  }

  const changes: AlarmEvent[] = [];
  let beatsRescored = 0;
  let anomalousBeats = 0;
  const judge = async (encoded: EncodedSteps | undefined): Promise<void> => {
    if (encoded === undefined) return;
    const outcome = await judgeSteps(monitor, encoded, acts);
    changes.push(...outcome.events);
    for (const { beat, judged } of outcome.beats) {
      if (beat.timeUs < sinceUs || beat.timeUs >= untilUs) continue;
      beatsRescored += 1;
      if (judged.anomalous) anomalousBeats += 1;
      options.onBeat?.(beat, judged);
    }
  };

  let signalSeconds = 0;
  // The next steps are encoded while these are judged.
  let waiting: EncodedSteps | undefined;
  const { signalModels = {}, preprocessing, connectionString } = options;
  const task = {
    connectionString,
    patientId,
    fromUs: readFromUs,
    toUs: untilUs,
    preprocessing,
    signalModels,
  };
  for await (const message of readSignal(task)) {
    if (message.type === 'done') signalSeconds = message.signalSeconds;
    else {
      const next = encodeSteps(monitor, unpackSteps(message.steps));
      // The beats go to the engine's thread in the next turn of the event loop, which judging would hold up.
      await nextTurn();
      await judge(waiting);
      waiting = next;
      options.onProgress?.(message.share);
    }
  }
  await judge(waiting);
  if (signalSeconds === 0) throw withoutSignal(options);

  const toUs = Math.min(untilUs, monitor.state.monitor.newestUs);
  const compared = ({ raisedTimeUs, timeUs, actor }: AlarmEvent): boolean =>
    raisedTimeUs >= sinceUs && raisedTimeUs <= toUs && (timeUs <= toUs || actor !== undefined);
  const rescoredChanges = changes.filter(compared);
  return {
    patientId,
    fromUs: Math.max(sinceUs, readFromUs),
    toUs,
    signalHours: signalSeconds / 3600,
    isFromBeginning,
    beatsStored: await repositories.beats.count({ patientId, fromUs: sinceUs, toUs: untilUs }),
    beatsRescored,
    anomalousBeats,
    alarms: compareAlarms(alarmCourses(stored.filter(compared)), alarmCourses(rescoredChanges)),
    changes: rescoredChanges,
  };
}

/** Whether beats were found before the first signal that is kept. */
async function isKnownBefore({ repositories, patientId }: RescoreOptions, fromUs: number): Promise<boolean> {
  const beforeUs = fromUs - 10e6;
  const oldestUs = beforeUs - 365 * 24 * hourUs;
  return (await repositories.beats.count({ patientId, fromUs: oldestUs, toUs: beforeUs })) > 0;
}

const withoutSignal = ({ patientId, sinceUs }: RescoreOptions): RescoreError =>
  new RescoreError(
    {
      field: `signal of patient ${patientId} since ${new Date(sinceUs / 1000).toISOString()}`,
      expected: 'a stored waveform that says what packets brought it',
    },
    { code: 'no-signal' },
  );
