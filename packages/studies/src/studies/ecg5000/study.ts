import type { EpochProgress } from '@beatwatch/model-core';
import { renderReport } from '@beatwatch/report';
import { runOfficialProtocol, type OfficialOptions } from './official-run.ts';
import { studyOutcome, type StudyOutcome } from './outcome.ts';
import { dataProfile } from './profile.ts';
import { readEcg5000Folder } from './read-folder.ts';
import { studyReport } from './report.ts';
import { studyDefaults, type StudyContext, type StudySettings } from './settings.ts';
import { studySplit } from './split.ts';
import { trainSeed } from './train-seed.ts';

export interface StudyEcg5000Options extends Partial<StudySettings>, StudyContext {
  /** Folder whose ARFF files are all used together. */
  readonly dataFolder: string;
  /** The command line that repeats the run, for the report. */
  readonly command: string;
  /** Also runs the official protocol, with the same seeds; this takes another ten minutes or more. Default: not. */
  readonly official?: OfficialOptions;
}

export interface Ecg5000Study {
  readonly outcome: StudyOutcome;
  /** The report, one HTML file. */
  readonly html: string;
}

/**
 * Runs the study's own protocol on ECG5000 for several seeds, and renders its report.
 * @throws RecordingError, StudyError, ModelCoreError
 */
export async function studyEcg5000(options: StudyEcg5000Options): Promise<Ecg5000Study> {
  const { dataFolder, command, nowMs } = options;
  const settings: StudySettings = { ...studyDefaults, ...options };
  const startedMs = nowMs();
  const files = await readEcg5000Folder(dataFolder);
  const beats = files.flatMap((file) => file.beats);
  const { seeds, seed } = settings;
  const progress = runProgress(settings, options, startedMs);
  const runs = await sideBySide(seeds, options.parallel ?? 1, async (index) => {
    const runSeed = seed + index;
    const onEpoch = (epoch: EpochProgress): void => {
      progress.onEpoch(index + 1, epoch);
    };
    const run = await trainSeed(studySplit(beats, runSeed), runSeed, settings, { ...options, onEpoch });
    progress.onEnd(index + 1);
    return run;
  });
  const officialRun =
    options.official === undefined
      ? undefined
      : await runOfficialProtocol(files, {
          ...options.official,
          seeds: runs.map((run) => run.seed),
          nowMs,
        });
  const outcome = studyOutcome(runs);
  const report = studyReport({
    files,
    profile: dataProfile(beats),
    runs,
    outcome,
    ...(officialRun && { officialRun }),
    settings,
    command,
    durationMs: nowMs() - startedMs,
  });
  return { outcome, html: renderReport(report) };
}

/** Reports the progress of all runs together after each epoch; epochs restored from a checkpoint took no time. */
function runProgress(
  { seeds, epochs }: StudySettings,
  { nowMs, onProgress }: StudyContext,
  startedMs: number,
) {
  const reached = new Map<number, number>();
  let trained = 0;
  return {
    onEpoch: (run: number, { epoch, trainLoss, validationLoss = Number.NaN }: EpochProgress): void => {
      trained += 1;
      reached.set(run, epoch);
      const done = [...reached.values()].reduce((sum, epochsOfRun) => sum + epochsOfRun, 0);
      const [share, left] = [done / (seeds * epochs), seeds * epochs - done];
      const remainingMs = ((nowMs() - startedMs) / trained) * left;
      onProgress?.({ run, runs: seeds, epoch, epochs, trainLoss, validationLoss, share, remainingMs });
    },
    onEnd: (run: number): void => {
      reached.set(run, epochs);
    },
  };
}

/** Runs `count` tasks, at most `most` at a time, and returns their results in order. */
async function sideBySide<T>(
  count: number,
  most: number,
  task: (index: number) => Promise<T>,
): Promise<readonly T[]> {
  const results = new Map<number, T>();
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < count) {
      const index = next;
      next += 1;
      results.set(index, await task(index));
    }
  };
  await Promise.all(Array.from({ length: most }, work));
  return [...results].sort(([a], [b]) => a - b).map(([, result]) => result);
}
