import type { Strip } from '@beatwatch/report';
import {
  readEcgRecording,
  recordNames,
  requireAnnotations,
  secondsOf,
  type EcgRecording,
} from '../../live-path/ecg-recording.ts';
import { eachRecord, type UnreadableRecord } from '../../reporting/each-record.ts';
import type { RecordsOptions } from '../../reporting/evaluation-context.ts';
import type { EvaluationModels } from '../../live-path/evaluation-models.ts';
import { secondsFromStart } from '../../live-path/lead-run.ts';
import { runLivePath, type LiveRun } from '../../live-path/live-run.ts';
import { alarmHistory } from '../../alarm-outcomes/alarm-outcome.ts';
import { alarmReference } from '../../reference/alarm-reference.ts';
import { fibrillationFigures, type FibrillationFigures, type FibrillationOutcome } from './figures.ts';
import { judgeClinicalAlarms } from '../../alarm-outcomes/alarm-verdicts.ts';
import { onsetOutcomes, type OnsetOutcome } from './onset-outcome.ts';
import { falseAlarmStrips, missedStrips } from './strips.ts';

/** The fibrillation index around an onset, for the report. */
export interface OnsetCourse {
  readonly name: string;
  /** One value a second from `courseSeconds.before` seconds before the onset; NaN outside the record. */
  readonly indices: readonly number[];
}

export const courseSeconds = { before: 20, after: 20 } as const;

export interface FibrillationEvaluation extends FibrillationFigures {
  readonly missed: readonly OnsetOutcome[];
  readonly model: string;
  /** Records that were left out. */
  readonly unreadable: readonly UnreadableRecord[];
  readonly records: Readonly<Record<string, FibrillationFigures & Pick<FibrillationOutcome, 'alarms'>>>;
}

export interface ScoredFibrillation {
  readonly evaluation: FibrillationEvaluation;
  readonly onsets: readonly OnsetOutcome[];
  readonly courses: readonly OnsetCourse[];
  readonly missedStrips: readonly Strip[];
  readonly falseAlarmStrips: readonly Strip[];
}

/** Sends records through the live path and judges its alarms by the annotated fibrillation. */
export async function scoreFibrillation(
  { folder, only, onProgress }: RecordsOptions,
  models: EvaluationModels,
): Promise<ScoredFibrillation> {
  const names = await recordNames(folder, only);
  const versions = new Set<string>();
  const drawn = { courses: [] as OnsetCourse[], missed: [] as Strip[], wrong: [] as Strip[] };
  const { outcomes, unreadable } = await eachRecord(names, async (name, index) => {
    onProgress?.({ name, variant: 'clean', record: index + 1, records: names.length });
    const recording = await readEcgRecording(folder, name);
    requireAnnotations(recording);
    const model = await models.for(name);
    versions.add(model.version);
    const run = await runLivePath(recording, model);
    const { outcome, wrong, missed } = judged(recording, run);
    drawn.courses.push(...outcome.onsets.map((onset) => courseOf(onset, run)));
    drawn.missed.push(...missed);
    drawn.wrong.push(...wrong);
    return outcome;
  });
  const onsets = outcomes.flatMap((outcome) => outcome.onsets);
  const evaluation = {
    ...fibrillationFigures(outcomes),
    missed: onsets.filter(({ secondsToAlarm }) => secondsToAlarm === undefined),
    model: [...versions].join(', '),
    unreadable,
    records: Object.fromEntries(
      outcomes.map((outcome) => [
        outcome.record,
        { ...fibrillationFigures([outcome]), alarms: outcome.alarms },
      ]),
    ),
  };
  return {
    evaluation,
    onsets,
    courses: drawn.courses,
    missedStrips: drawn.missed,
    falseAlarmStrips: drawn.wrong,
  };
}

function judged(recording: EcgRecording, run: LiveRun) {
  const { name, annotations, samplingRateHz } = recording;
  const recordSeconds = secondsOf(recording);
  const reference = alarmReference(annotations, samplingRateHz, recordSeconds);
  const history = alarmHistory(run.alarmEvents, recordSeconds);
  const onsets = onsetOutcomes(name, reference.fibrillations, history);
  const alarms = judgeClinicalAlarms(history, reference);
  const inside = reference.fibrillations.reduce(
    (sum, episode) => sum + episode.endSeconds - episode.onsetSeconds,
    0,
  );
  const outcome: FibrillationOutcome = {
    record: name,
    recordSeconds,
    secondsOutside: recordSeconds - inside,
    onsets,
    alarms: alarms.map(({ kind, priority, seconds, verdict }) => ({ kind, priority, seconds, verdict })),
  };
  return {
    outcome,
    missed: missedStrips(recording, onsets),
    wrong: falseAlarmStrips(recording, alarms, reference.fibrillations),
  };
}

function courseOf({ record, onsetSeconds }: OnsetOutcome, { seconds }: LiveRun): OnsetCourse {
  const indices = new Array<number>(courseSeconds.before + courseSeconds.after).fill(Number.NaN);
  for (const { endTimeUs, fibrillationIndex } of seconds) {
    const place = Math.floor(secondsFromStart(endTimeUs) - onsetSeconds) + courseSeconds.before;
    if (place >= 0 && place < indices.length) indices[place] = fibrillationIndex;
  }
  return { name: `${record} at ${onsetSeconds.toFixed(1)} s`, indices };
}
