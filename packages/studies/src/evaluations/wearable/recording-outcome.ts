import { usableQualityIndex, isTechnical, type AlarmKind } from '@beatwatch/contracts';
import { mean } from '@beatwatch/statistics';
import { secondsOf, type EcgRecording } from '../../live-path/ecg-recording.ts';
import type { RecordModel } from '../../live-path/evaluation-models.ts';
import { secondsFromStart } from '../../live-path/lead-run.ts';
import { unadaptedName, withParts } from '../../live-path/part-scores.ts';
import { runLivePath, type LiveBeat, type LiveRun } from '../../live-path/live-run.ts';
import {
  alarmHistory,
  sounds,
  technicalSeconds,
  type RaisedAlarm,
} from '../../alarm-outcomes/alarm-outcome.ts';
import { isTrueAlarm } from '../../reference/alarm-claims.ts';
import { alarmReference } from '../../reference/alarm-reference.ts';
import { matchPeaksOf, peakCounts, type PeakCounts } from '../../reference/peak-score.ts';
import { annotatedSpan, livePeaks } from '../rpeaks/live-peaks.ts';
import { atrialDecision, type AtrialDecision } from './atrial-recordings.ts';
import type { RecordingLabel } from './labelled-recordings.ts';

/** The live path's output for one short recording, in figures. */
export interface RecordingOutcome {
  readonly name: string;
  readonly label: RecordingLabel;
  readonly seconds: number;
  /** Whether a technical alarm was raised. */
  readonly technical: boolean;
  readonly technicalShare: number;
  /** Share of the seconds whose signal is too poor to judge. */
  readonly unusableShare: number;
  readonly meanQuality: number;
  readonly clinicalAlarms: readonly RaisedAlarm[];
  /** Number of them with medium or high priority. */
  readonly soundingAlarms: number;
  /** Number of these that the annotated R peaks do not support; all of them without annotations. */
  readonly unsupportedAlarms: number;
  /** Whether the recording as a whole is called atrial fibrillation. */
  readonly atrialFibrillation: AtrialDecision;
  /** Of a recording with annotated beats. */
  readonly rPeaks?: PeakCounts;
  /** Beats outside the seconds that are too poor to judge. */
  readonly judgedBeats: number;
  /** Mean anomaly score of the judged beats; absent for fewer than five. */
  readonly score?: number;
  /** Mean reconstruction loss of the judged beats, without adaptation; absent for a model without such a loss. */
  readonly unadaptedScore?: number;
}

/** Fewer beats do not characterise a rhythm. */
const leastBeats = 5;

export async function recordingOutcome(
  recording: EcgRecording,
  label: RecordingLabel,
  recordModel: RecordModel,
): Promise<RecordingOutcome> {
  const parts = withParts(recordModel.model, recordModel.manifest);
  const run = await runLivePath(recording, { ...recordModel, model: parts.model });
  const seconds = secondsOf(recording);
  const history = alarmHistory(run.alarmEvents, seconds);
  const unusable = run.seconds.filter(({ qualityIndex }) => qualityIndex < usableQualityIndex);
  const { annotations, samplingRateHz } = recording;
  const clinical = history.raised.filter(({ kind }) => !isTechnical(kind));
  const sounding = clinical.filter(({ priority }) => sounds(priority));
  const reference = alarmReference(annotations, samplingRateHz, seconds);
  const beats = usableBeats(run);
  const unadapted = parts.scores.get(unadaptedName);
  const isEnough = beats.length >= leastBeats;
  return {
    name: recording.name,
    label,
    seconds,
    technical: history.raised.some(({ kind }) => isTechnical(kind)),
    technicalShare: technicalSeconds(history) / seconds,
    unusableShare: unusable.length / Math.max(1, run.seconds.length),
    meanQuality: meanOrZero(run.seconds.map(({ qualityIndex }) => qualityIndex)),
    clinicalAlarms: clinical,
    soundingAlarms: sounding.length,
    unsupportedAlarms: sounding.filter(({ event }) => !isTrueAlarm(event, reference)).length,
    atrialFibrillation: atrialDecision(
      run.beats.map(({ beat }) => beat),
      recordModel,
    ),
    ...(recording.annotations.length > 0 && {
      rPeaks: peakCounts(
        matchPeaksOf(livePeaks(recording, recordModel.signalModels), {
          annotations,
          samplingRateHz,
          recordSeconds: seconds,
          within: [annotatedSpan(recording)],
        }),
      ),
    }),
    judgedBeats: beats.length,
    ...(isEnough && { score: meanOrZero(beats.map(({ judged }) => judged.anomalyScore)) }),
    ...(isEnough &&
      unadapted && {
        unadaptedScore: meanOrZero(beats.map(({ beat }) => unadapted.get(beat) ?? Number.NaN)),
      }),
  };
}

function usableBeats({ beats, seconds }: LiveRun): readonly LiveBeat[] {
  const poor = seconds
    .filter(({ qualityIndex }) => qualityIndex < usableQualityIndex)
    .map(({ timeUs, endTimeUs }) => ({ from: secondsFromStart(timeUs), to: secondsFromStart(endTimeUs) }));
  return beats.filter((beat) => !poor.some(({ from, to }) => beat.seconds >= from && beat.seconds < to));
}

const meanOrZero = (values: readonly number[]): number => (values.length === 0 ? 0 : mean(values));

/** Number of alarms of each kind. */
export function countKinds(alarms: readonly RaisedAlarm[]): Partial<Record<AlarmKind, number>> {
  const counts: Partial<Record<AlarmKind, number>> = {};
  for (const { kind } of alarms) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}
