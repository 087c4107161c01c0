import { renderReport } from '@beatwatch/report';
import { loadSignalModels } from '@beatwatch/signal-models';
import type { SequenceName } from './beat-window.ts';
import { knownKinds } from './known-kinds.ts';
import { groupedBy } from './grouping.ts';
import { normalityScores, type MethodScores } from './normality.ts';
import { taskOutcome, type TaskOutcome } from './outcome.ts';
import { readWindows, type LabelledWindow } from './read-windows.ts';
import { sequenceReport } from './report.ts';
import type { SequenceOutcome } from './sequence-outcome.ts';
import { sequenceStudyDefaults, type SequenceStudySettings } from './settings.ts';
import { judgedTogether, tasks, taskTitle, trainedDatabases, type SequenceTask } from './tasks.ts';

export type SequenceStudyProgress =
  | { readonly phase: 'reading'; readonly database: string; readonly record: string }
  | {
      readonly phase: 'training';
      readonly judged: readonly string[];
      readonly sequence: SequenceName;
      readonly epoch: number;
      readonly epochs: number;
    }
  | { readonly phase: 'judging'; readonly task: string }
  | { readonly phase: 'judged'; readonly outcome: TaskOutcome };

export interface StudySequencesOptions extends Partial<SequenceStudySettings> {
  /** Folder that holds a folder of each database. */
  readonly dataFolder: string;
  /** The command line that repeats the run, for the report. */
  readonly command: string;
  readonly nowMs: () => number;
  readonly onProgress?: (progress: SequenceStudyProgress) => void;
}

export interface SequenceStudy {
  readonly outcome: SequenceOutcome;
  /** The report, one HTML file. */
  readonly html: string;
}

/**
 * Trains LSTM autoencoders on normal sequences of beats, and compares what they find in other databases with measures
 * that need no training, with linear autoencoders, and with trees that were trained on other anomalies.
 * @throws StudyError, RecordingError, ModelCoreError
 */
export async function studySequences(options: StudySequencesOptions): Promise<SequenceStudy> {
  const { dataFolder, command, nowMs, onProgress } = options;
  const settings: SequenceStudySettings = { ...sequenceStudyDefaults, ...options };
  const startedMs = nowMs();
  const { models } = await loadSignalModels();
  const windows = await readWindows({
    dataFolder,
    models,
    ...(settings.recordsPerDatabase !== undefined && { recordsPerDatabase: settings.recordsPerDatabase }),
    onRecord: (database, record) => onProgress?.({ phase: 'reading', database, record }),
  });
  const outcome = await judgeSequences(windows, settings, onProgress);
  return {
    outcome,
    html: renderReport(sequenceReport(outcome, { command, durationMs: nowMs() - startedMs })),
  };
}

/** Trains on all databases but those that are judged, in turn, and judges. */
async function judgeSequences(
  windows: readonly LabelledWindow[],
  settings: SequenceStudySettings,
  onProgress?: (progress: SequenceStudyProgress) => void,
): Promise<SequenceOutcome> {
  const outcomes: TaskOutcome[] = [];
  for (const judged of judgedTogether) {
    const train = windows.filter(({ database }) => trainedOn(database, judged));
    const own = windows.filter(({ database }) => judged.includes(database));
    const normals = train.filter(({ kind }) => kind === 'normal');
    const methods = await normalityScores(normals, own, {
      ...settings,
      onEpoch: (sequence, { epoch, epochs }) =>
        onProgress?.({ phase: 'training', judged, sequence, epoch, epochs }),
    });
    for (const task of tasks.filter(({ databases }) =>
      databases.every((database) => judged.includes(database)),
    )) {
      onProgress?.({ phase: 'judging', task: taskTitle(task) });
      const trees = treeScores(task, windows, own, settings.seed);
      const outcome = taskOutcome(task, own, [...methods, ...trees]);
      if (outcome === undefined) continue;
      outcomes.push(outcome);
      onProgress?.({ phase: 'judged', outcome });
    }
  }
  const normal = windows.filter(({ kind }) => kind === 'normal');
  return {
    settings: pickSettings(settings),
    normalWindows: Object.fromEntries(
      [...groupedBy(normal, ({ database }) => database)].map(([database, own]) => [database, own.length]),
    ),
    tasks: outcomes,
  };
}

const trainedOn = (
  database: LabelledWindow['database'],
  judged: readonly LabelledWindow['database'][],
): boolean => trainedDatabases.includes(database) && !judged.includes(database);

/** Trees of all other databases, without the task's kind and with it. */
function treeScores(
  task: SequenceTask,
  windows: readonly LabelledWindow[],
  judged: readonly LabelledWindow[],
  seed: number,
): MethodScores[] {
  const others = windows.filter(({ database }) => !task.databases.includes(database));
  return [
    { name: treesWithout, withheld: task.withheld },
    { name: treesWith, withheld: [] },
  ].map(({ name, withheld }) => ({ name, scores: judged.map(knownKinds(others, withheld, seed)) }));
}

const treesWithout = 'trees without the kind';
const treesWith = 'trees with the kind';

const pickSettings = ({
  embedding,
  hidden,
  epochs,
  batchSize,
  learningRate,
  sequences,
  windowsPerPatient,
  seed,
  recordsPerDatabase,
}: SequenceStudySettings): SequenceStudySettings => ({
  embedding,
  hidden,
  epochs,
  batchSize,
  learningRate,
  sequences,
  windowsPerPatient,
  seed,
  ...(recordsPerDatabase !== undefined && { recordsPerDatabase }),
});
