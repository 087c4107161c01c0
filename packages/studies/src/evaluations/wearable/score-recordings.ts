import { basename } from 'node:path';
import type { AlarmKind } from '@beatwatch/contracts';
import { areaUnderRoc } from '@beatwatch/model-core';
import type { Strip } from '@beatwatch/report';
import { sounds } from '../../alarm-outcomes/alarm-outcome.ts';
import type { RecordsOptions } from '../../reporting/evaluation-context.ts';
import { eachRecord, type UnreadableRecord } from '../../reporting/each-record.ts';
import { activities } from '../../live-path/lead1-recordings.ts';
import type { EvaluationModels, RecordModel } from '../../live-path/evaluation-models.ts';
import { medianIfAny } from '../../ranking/beat-figures.ts';
import { alarmStrip } from '../../strips/alarm-strip.ts';
import { countKinds, recordingOutcome, type RecordingOutcome } from './recording-outcome.ts';
import { peakFigures, sumCounts } from '../../reference/peak-score.ts';
import { wearableLabels } from '../../reference/reference-labels.ts';
import { crossValidatedF1, type AtrialDecision } from './atrial-recordings.ts';
import { labelledRecordings, type LabelledRecording, type RecordingLabel } from './labelled-recordings.ts';

export const recordingLabels: readonly RecordingLabel[] = [...wearableLabels, ...activities];

/** Figures of the recordings with one label. */
interface LabelFigures {
  readonly recordings: number;
  readonly minutes: number;
  /** Number of recordings in which a technical alarm was raised. */
  readonly technicalRecordings: number;
  /** Share of the time in which a technical alarm was active. */
  readonly technicalShare: number;
  /** Share of the seconds that are too poor to judge. */
  readonly unusableShare: number;
  readonly clinicalAlarms: number;
  readonly clinicalAlarmsPerHour: number;
  /** Number of recordings with a clinical alarm. */
  readonly alarmedRecordings: number;
  /** Number of recordings with a clinical alarm that sounds, of medium or high priority. */
  readonly soundingRecordings: number;
  readonly alarmsByKind: Readonly<Partial<Record<AlarmKind, number>>>;
  /** Of the recordings' anomaly scores; absent if none has enough usable beats. */
  readonly medianScore?: number;
}

interface WearableRecording {
  readonly label: RecordingLabel;
  readonly seconds: number;
  readonly technical: boolean;
  readonly technicalShare: number;
  readonly unusableShare: number;
  readonly clinicalAlarms: Readonly<Partial<Record<AlarmKind, number>>>;
  readonly atrialFibrillation: AtrialDecision;
  readonly judgedBeats: number;
  readonly score?: number;
  readonly unadaptedScore?: number;
}

export interface WearableEvaluation {
  readonly pooled: {
    /** Of the anomaly score, other rhythms against normal ones; absent if either is missing. */
    readonly aurocO?: number;
    /** The same for atrial fibrillation against normal rhythm. */
    readonly aurocA?: number;
    /** Of the reconstruction loss without adaptation; absent for a model without such a loss. */
    readonly unadaptedAurocO?: number;
    readonly unadaptedAurocA?: number;
    /** Of the share of seconds too poor to judge, noise against all others. */
    readonly aurocNoise?: number;
    /** Recordings called atrial fibrillation, of class A against all others; absent without such recordings. */
    readonly atrialFibrillation?: {
      readonly recordings: number;
      /** Number of them that the model was trained on; 0 for unseen ones. */
      readonly trainedOn: number;
      readonly sensitivity: number;
      readonly positivePredictivity?: number;
      readonly f1: number;
      /** F1 of this data set by models fitted without the recording, where the shipped one was trained on it. */
      readonly crossValidatedF1?: number;
    };
    readonly rPeakSensitivity?: number;
    readonly rPeakPositivePredictivity?: number;
    /** Recordings of normal rhythm, at rest, walking or running. */
    readonly normalRecordings: number;
    /** Those of them with an alarm that sounds. */
    readonly normalSounding: number;
    /** Those with one that the annotated R peaks do not support: a heart at rest may truly beat below 40 bpm. */
    readonly normalFalselySounding: number;
  };
  readonly labels: Readonly<Partial<Record<RecordingLabel, LabelFigures>>>;
  readonly records: Readonly<Record<string, WearableRecording>>;
  readonly unreadable: readonly UnreadableRecord[];
}

export interface ScoredRecordings {
  readonly evaluation: WearableEvaluation;
  readonly strips: readonly Strip[];
}

/** Sends short recordings of a wearable through the live path, each as a separate patient. */
export async function scoreRecordings(
  { folder, only, onProgress }: RecordsOptions,
  models: EvaluationModels,
): Promise<ScoredRecordings> {
  const recordings = await labelledRecordings(folder, only);
  const byName = new Map(recordings.map((recording) => [recording.name, recording]));
  const { outcomes, unreadable } = await eachRecord([...byName.keys()], async (name, index) => {
    onProgress?.({ name, variant: 'clean', record: index + 1, records: recordings.length });
    return judgeRecording(byName.get(name), await models.for(name));
  });
  return scoredRecordings(outcomes, unreadable, (await crossValidatedF1())[basename(folder)]);
}

/** An outcome with the strip of its first alarm that sounds, or of its first clinical one. */
export interface DrawnOutcome {
  readonly outcome: RecordingOutcome;
  readonly strip?: Strip;
}

export async function judgeRecording(
  labelled: LabelledRecording | undefined,
  model: RecordModel,
): Promise<DrawnOutcome> {
  if (labelled === undefined) throw new RangeError('no such recording');
  const { recording, label } = await labelled.read();
  const outcome = await recordingOutcome(recording, label, model);
  const alarm = outcome.clinicalAlarms.find(({ priority }) => sounds(priority)) ?? outcome.clinicalAlarms[0];
  if (alarm === undefined) return { outcome };
  const strip = alarmStrip(recording, alarm, 'alarm');
  return { outcome, strip: { ...strip, title: `${strip.title} (labelled ${label})` } };
}

/**
 * The figures of judged recordings.
 * @param knownF1 of atrial fibrillation, for recordings that the model was trained on
 */
export function scoredRecordings(
  outcomes: readonly DrawnOutcome[],
  unreadable: readonly UnreadableRecord[],
  knownF1?: number,
): ScoredRecordings {
  return {
    evaluation: {
      ...wearableFigures(
        outcomes.map(({ outcome }) => outcome),
        knownF1,
      ),
      unreadable,
    },
    strips: outcomes
      .toSorted((a, b) => soundingFirst(a.outcome) - soundingFirst(b.outcome))
      .flatMap(({ strip }) => strip ?? []),
  };
}

const soundingFirst = ({ soundingAlarms }: RecordingOutcome): number => (soundingAlarms > 0 ? 0 : 1);

function wearableFigures(
  outcomes: readonly RecordingOutcome[],
  knownF1: number | undefined,
): Omit<WearableEvaluation, 'unreadable'> {
  const scored = outcomes.filter(({ score }) => score !== undefined);
  const scoreOf = ({ score }: RecordingOutcome): number => score ?? 0;
  const unadapted = outcomes.filter(({ unadaptedScore }) => unadaptedScore !== undefined);
  const unadaptedOf = ({ unadaptedScore }: RecordingOutcome): number => unadaptedScore ?? 0;
  const isOneOf = (labels: string) => (outcome: RecordingOutcome) => labels.includes(outcome.label);
  const aurocO = auroc(scored.filter(isOneOf('NO')), isOneOf('O'), scoreOf);
  const aurocA = auroc(scored.filter(isOneOf('NA')), isOneOf('A'), scoreOf);
  const unadaptedAurocO = auroc(unadapted.filter(isOneOf('NO')), isOneOf('O'), unadaptedOf);
  const unadaptedAurocA = auroc(unadapted.filter(isOneOf('NA')), isOneOf('A'), unadaptedOf);
  const aurocNoise = auroc(outcomes, isOneOf('~'), ({ unusableShare }) => unusableShare);
  const { sensitivity, positivePredictivity } = peakFigures(
    sumCounts(outcomes.flatMap(({ rPeaks }) => rPeaks ?? [])),
  );
  const atrialFibrillation = atrialFigures(outcomes, knownF1);
  const normal = outcomes.filter(({ label }) => normalLabels.includes(label));
  return {
    pooled: {
      ...(aurocO !== undefined && { aurocO }),
      ...(aurocA !== undefined && { aurocA }),
      ...(unadaptedAurocO !== undefined && { unadaptedAurocO }),
      ...(unadaptedAurocA !== undefined && { unadaptedAurocA }),
      ...(aurocNoise !== undefined && { aurocNoise }),
      ...(atrialFibrillation && { atrialFibrillation }),
      ...(sensitivity !== undefined && { rPeakSensitivity: sensitivity }),
      ...(positivePredictivity !== undefined && { rPeakPositivePredictivity: positivePredictivity }),
      normalRecordings: normal.length,
      normalSounding: normal.filter(({ soundingAlarms }) => soundingAlarms > 0).length,
      normalFalselySounding: normal.filter(({ unsupportedAlarms }) => unsupportedAlarms > 0).length,
    },
    labels: Object.fromEntries(
      recordingLabels.flatMap((label) => {
        const members = outcomes.filter((outcome) => outcome.label === label);
        return members.length === 0 ? [] : [[label, labelFigures(members)]];
      }),
    ),
    records: Object.fromEntries(outcomes.map((outcome) => [outcome.name, recordingFigures(outcome)])),
  };
}

/** Recordings of these labels should raise no alarm that sounds. */
const normalLabels: readonly RecordingLabel[] = ['N', ...activities];

/** Class A against all others, over the recordings that the model was not trained on where there are any of class A. */
function atrialFigures(
  outcomes: readonly RecordingOutcome[],
  knownF1: number | undefined,
): WearableEvaluation['pooled']['atrialFibrillation'] {
  const isA = ({ label }: RecordingOutcome): boolean => label === 'A';
  const unseen = outcomes.filter(({ atrialFibrillation }) => !atrialFibrillation.trainedOn);
  const judged = unseen.some(isA) ? unseen : outcomes;
  const annotated = judged.filter(isA).length;
  if (annotated === 0) return undefined;
  const found = judged.filter(({ atrialFibrillation }) => atrialFibrillation.present);
  const right = found.filter(isA).length;
  return {
    recordings: judged.length,
    trainedOn: judged.filter(({ atrialFibrillation }) => atrialFibrillation.trainedOn).length,
    sensitivity: right / annotated,
    ...(found.length > 0 && { positivePredictivity: right / found.length }),
    f1: (2 * right) / (annotated + found.length),
    ...(judged === outcomes && knownF1 !== undefined && { crossValidatedF1: knownF1 }),
  };
}

function auroc(
  outcomes: readonly RecordingOutcome[],
  isPositive: (outcome: RecordingOutcome) => boolean,
  scoreOf: (outcome: RecordingOutcome) => number,
): number | undefined {
  const area = areaUnderRoc({ scores: outcomes.map(scoreOf), positive: outcomes.map(isPositive) });
  return Number.isNaN(area) ? undefined : area;
}

function labelFigures(members: readonly RecordingOutcome[]): LabelFigures {
  const seconds = members.reduce((sum, member) => sum + member.seconds, 0);
  const weighted = (shareOf: (member: RecordingOutcome) => number): number =>
    members.reduce((sum, member) => sum + shareOf(member) * member.seconds, 0) / seconds;
  const alarms = members.flatMap(({ clinicalAlarms }) => clinicalAlarms);
  const medianScore = medianIfAny(members.flatMap(({ score }) => score ?? []));
  return {
    recordings: members.length,
    minutes: seconds / 60,
    technicalRecordings: members.filter(({ technical }) => technical).length,
    technicalShare: weighted(({ technicalShare }) => technicalShare),
    unusableShare: weighted(({ unusableShare }) => unusableShare),
    clinicalAlarms: alarms.length,
    clinicalAlarmsPerHour: alarms.length / (seconds / 3600),
    alarmedRecordings: members.filter(({ clinicalAlarms }) => clinicalAlarms.length > 0).length,
    soundingRecordings: members.filter(({ soundingAlarms }) => soundingAlarms > 0).length,
    alarmsByKind: countKinds(alarms),
    ...(medianScore !== undefined && { medianScore }),
  };
}

function recordingFigures(outcome: RecordingOutcome): WearableRecording {
  const { label, seconds, technical, technicalShare, unusableShare, judgedBeats } = outcome;
  const { score, unadaptedScore, atrialFibrillation } = outcome;
  return {
    label,
    seconds,
    technical,
    technicalShare,
    unusableShare,
    clinicalAlarms: countKinds(outcome.clinicalAlarms),
    atrialFibrillation,
    judgedBeats,
    ...(score !== undefined && { score }),
    ...(unadaptedScore !== undefined && { unadaptedScore }),
  };
}
