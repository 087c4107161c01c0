import { patientId } from '@beatwatch/contracts';
import { rescore, type Rescored, type RescoreOptions } from '@beatwatch/rescoring';
import { loadRhythmModels } from '@beatwatch/signal-models';
import type { Repositories } from '@beatwatch/timescale';
import { Option, type Command } from 'commander';
import { readConfig } from '../config.ts';
import { assignedModel, openRescoringModels, signalModelFolders } from '../rescore/models.ts';
import { replayedFrom } from '../rescore/replay.ts';
import { formatReplayed, formatRescored, replayedJson, rescoredJson } from '../rescore/report.ts';
import { choiceOf } from '../stack/model.ts';
import { withDatabase } from '../stack/with-database.ts';
import { durationArgument, numberArgument } from '../terminal/arguments.ts';
import { createOutput } from '../terminal/output.ts';

interface RescoreFlags {
  readonly patient: string;
  readonly since: number;
  readonly warmUp: number;
  readonly model?: string;
  readonly threshold?: number;
  readonly signal?: boolean;
  readonly json?: boolean;
}

export function addRescore(program: Command): void {
  program
    .command('rescore')
    .description('judge a patient’s stored signal anew, and list each alarm gained, lost or moved')
    .requiredOption('--patient <id>', 'whose signal')
    .addOption(
      new Option('--since <duration>', 'how far back alarms are compared, e.g. 90m or 3d')
        .argParser(durationArgument)
        .default(72 * 3_600_000, '72h'),
    )
    .addOption(
      new Option('--warm-up <duration>', 'signal before that to learn the patient from')
        .argParser(durationArgument)
        .default(3_600_000, '1h'),
    )
    .option('--model <name>', 'version of a trained model, or a folder (default: the one in use)')
    .option(
      '--threshold <value>',
      'of the anomaly score (default: the learned one, and what staff set)',
      numberArgument(0, 1e6),
    )
    .option('--signal', 'judge the signal even where a threshold is all that changes')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      '\nNothing is stored. With the model and the settings in use every stored alarm comes out again.\nWith a threshold alone the alarms are decided again from the stored judgements, in seconds.\nThe time is counted from now.',
    )
    .action(async (flags: RescoreFlags) => {
      const output = createOutput(flags.json ?? false);
      await withDatabase(async ({ repositories }, connectionString) => {
        const asked = {
          repositories,
          patientId: patientId(flags.patient),
          sinceUs: Math.round((Date.now() - flags.since) * 1000),
          ...(flags.threshold !== undefined && { threshold: flags.threshold }),
          onProgress: (share: number) => {
            output.progress(`judged ${(share * 100).toFixed(0)} %`);
          },
        };
        const startedMs = performance.now();
        const seconds = (): number => (performance.now() - startedMs) / 1000;
        const replayed = needsSignal(flags) ? undefined : await replayedFrom(asked);
        if (replayed !== undefined) {
          output.result(replayedJson(replayed, seconds()), formatReplayed(replayed, seconds()));
          return;
        }
        const result = await rescoreSignal(
          { ...asked, connectionString, warmUpUs: flags.warmUp * 1000 },
          flags,
        );
        output.result(rescoredJson(result, seconds()), formatRescored(result, seconds()));
      });
    });
}

/** A threshold alone changes nothing of what a model makes of beats. */
const needsSignal = ({ model, threshold, signal }: RescoreFlags): boolean =>
  model !== undefined || threshold === undefined || signal === true;

interface Asked extends Omit<RescoreOptions, 'models' | 'rhythmModels' | 'preprocessing' | 'signalModels'> {
  readonly repositories: Repositories;
}

async function rescoreSignal(asked: Asked, { model }: RescoreFlags): Promise<Rescored> {
  const config = readConfig();
  const inUse = await assignedModel(asked.repositories, asked.patientId, config);
  const opened = await openRescoringModels(model ?? inUse, config);
  try {
    const { preprocessing } = await choiceOf(config.dataDir);
    return await rescore({
      ...asked,
      models: opened.models,
      rhythmModels: await loadRhythmModels(),
      preprocessing,
      signalModels: signalModelFolders(),
    });
  } finally {
    await opened.dispose();
  }
}
