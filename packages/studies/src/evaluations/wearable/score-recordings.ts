import type { AlarmKind } from '@beatwatch/contracts';
import { areaUnderRoc } from '@beatwatch/model-core';
import type { Strip } from '@beatwatch/report';
import { StudyError } from '../../errors.ts';
import type { RecordsOptions } from '../../reporting/evaluation-context.ts';
import { readEcgRecording, recordNames } from '../../live-path/ecg-recording.ts';
import type { EvaluationModels } from '../../live-path/evaluation-models.ts';
import { medianIfAny } from '../../ranking/beat-figures.ts';
import { alarmStrip } from '../../strips/alarm-strip.ts';
import { countKinds, recordingOutcome, type RecordingOutcome } from './recording-outcome.ts';
import { readReferenceLabels, wearableLabels, type WearableLabel } from '../../reference/reference-labels.ts';

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
  readonly alarmsByKind: Readonly<Partial<Record<AlarmKind, number>>>;
  /** Of the recordings' anomaly scores; absent if none has enough usable beats. */
  readonly medianScore?: number;
}

interface WearableRecording {
  readonly label: WearableLabel;
  readonly seconds: number;
  readonly technical: boolean;
  readonly technicalShare: number;
  readonly unusableShare: number;
  readonly clinicalAlarms: Readonly<Partial<Record<AlarmKind, number>>>;
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
  };
  readonly labels: Readonly<Partial<Record<WearableLabel, LabelFigures>>>;
  readonly records: Readonly<Record<string, WearableRecording>>;
}

export interface ScoredRecordings {
  readonly evaluation: WearableEvaluation;
  readonly strips: readonly Strip[];
}

/** Sends short recordings of a hand-held wearable through the live path, each as a separate patient. */
export async function scoreRecordings(
  { folder, only, onProgress }: RecordsOptions,
  models: EvaluationModels,
): Promise<ScoredRecordings> {
  const labels = await readReferenceLabels(folder);
  const names = await recordNames(folder, only);
  const outcomes: RecordingOutcome[] = [];
  const strips: Strip[] = [];
  for (const [index, name] of names.entries()) {
    onProgress?.({ name, variant: 'clean', record: index + 1, records: names.length });
    const label = labels.get(name);
    if (label === undefined) {
      throw new StudyError(
        { file: 'REFERENCE.csv', field: `a line for ${name}`, expected: 'the label of each record' },
        { code: 'unsuitable-data', context: { folder, record: name } },
      );
    }
    const recording = await readEcgRecording(folder, name);
    const outcome = await recordingOutcome(recording, label, await models.for(name));
    outcomes.push(outcome);
    const [alarm] = outcome.clinicalAlarms;
    if (alarm !== undefined) {
      const strip = alarmStrip(recording, alarm, 'alarm');
      strips.push({ ...strip, title: `${strip.title} (labelled ${label})` });
    }
  }
  return { evaluation: wearableFigures(outcomes), strips };
}

function wearableFigures(outcomes: readonly RecordingOutcome[]): WearableEvaluation {
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
  return {
    pooled: {
      ...(aurocO !== undefined && { aurocO }),
      ...(aurocA !== undefined && { aurocA }),
      ...(unadaptedAurocO !== undefined && { unadaptedAurocO }),
      ...(unadaptedAurocA !== undefined && { unadaptedAurocA }),
      ...(aurocNoise !== undefined && { aurocNoise }),
    },
    labels: Object.fromEntries(
      wearableLabels.flatMap((label) => {
        const members = outcomes.filter((outcome) => outcome.label === label);
        return members.length === 0 ? [] : [[label, labelFigures(members)]];
      }),
    ),
    records: Object.fromEntries(outcomes.map((outcome) => [outcome.name, recordingFigures(outcome)])),
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
    alarmsByKind: countKinds(alarms),
    ...(medianScore !== undefined && { medianScore }),
  };
}

function recordingFigures(outcome: RecordingOutcome): WearableRecording {
  const { label, seconds, technical, technicalShare, unusableShare, judgedBeats } = outcome;
  const { score, unadaptedScore } = outcome;
  return {
    label,
    seconds,
    technical,
    technicalShare,
    unusableShare,
    clinicalAlarms: countKinds(outcome.clinicalAlarms),
    judgedBeats,
    ...(score !== undefined && { score }),
    ...(unadaptedScore !== undefined && { unadaptedScore }),
  };
}
