import { renderReport } from '@beatwatch/report';
import { runOfficialProtocol, type OfficialOptions } from './official-run.ts';
import { studyOutcome, type StudyOutcome } from './outcome.ts';
import { dataProfile } from './profile.ts';
import { readEcg5000Folder } from './read-folder.ts';
import { studyReport } from './report.ts';
import { studyDefaults, type StudyContext, type StudySettings } from './settings.ts';
import { studySplit } from './split.ts';
import { trainSeed, type SeedRun } from './train-seed.ts';

export interface StudyEcg5000Options extends Partial<StudySettings>, StudyContext {
  /** All its ARFF files are put together. */
  readonly dataFolder: string;
  /** What a person types to repeat the run; stands in the report. */
  readonly command: string;
  /** Runs the official protocol too, with the same seeds; takes another ten minutes and more. Default: not. */
  readonly official?: OfficialOptions;
}

export interface Ecg5000Study {
  readonly outcome: StudyOutcome;
  /** The report, one HTML file. */
  readonly html: string;
}

/**
 * The study's own protocol on ECG5000, for several seeds, and the report of it.
 * @throws EcgError, StudyError, ModelCoreError
 */
export async function studyEcg5000(options: StudyEcg5000Options): Promise<Ecg5000Study> {
  const { dataFolder, command, nowMs, onProgress } = options;
  const settings: StudySettings = { ...studyDefaults, ...options };
  const startedMs = nowMs();
  const files = await readEcg5000Folder(dataFolder);
  const beats = files.flatMap((file) => file.beats);
  const runs: SeedRun[] = [];
  const { seeds, seed, epochs } = settings;
  let epochsDone = 0;
  for (let run = 1; run <= seeds; run++) {
    const runSeed = seed + run - 1;
    const onEpoch = ({
      epoch,
      trainLoss,
      validationLoss = Number.NaN,
    }: {
      epoch: number;
      trainLoss: number;
      validationLoss?: number;
    }) => {
      epochsDone += 1;
      const epochsLeft = (seeds - run) * epochs + epochs - epoch;
      const remainingMs = ((nowMs() - startedMs) / epochsDone) * epochsLeft;
      onProgress?.({ run, runs: seeds, epoch, epochs, trainLoss, validationLoss, remainingMs });
    };
    runs.push(await trainSeed(studySplit(beats, runSeed), runSeed, settings, { ...options, onEpoch }));
  }
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
