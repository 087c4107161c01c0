import { patientId } from '@beatwatch/contracts';
import { rescore } from '@beatwatch/rescoring';
import type { OpenModels } from '@beatwatch/scorer';
import { loadRhythmModels } from '@beatwatch/signal-models';
import { openDatabase } from '@beatwatch/timescale';
import { Option, type Command } from 'commander';
import { readConfig } from '../config.ts';
import { assignedModel, openRescoringModels, signalModelFolders } from '../rescore/models.ts';
import { formatRescored, rescoredJson } from '../rescore/report.ts';
import { databaseUrlOf } from '../stack/connect.ts';
import { choiceOf } from '../stack/model.ts';
import { durationArgument, numberArgument } from '../terminal/arguments.ts';
import { createOutput } from '../terminal/output.ts';

interface RescoreFlags {
  readonly patient: string;
  readonly since: number;
  readonly warmUp: number;
  readonly model?: string;
  readonly threshold?: number;
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
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      '\nNothing is stored. With the model and the settings in use every stored alarm comes out again.\nThe time is counted from now.',
    )
    .action(async (flags: RescoreFlags) => {
      const output = createOutput(flags.json ?? false);
      const config = readConfig();
      const connectionString = await databaseUrlOf(config);
      const database = openDatabase({ connectionString, applicationName: 'rescore' });
      const startedMs = performance.now();
      let opened: OpenModels | undefined;
      try {
        const patient = patientId(flags.patient);
        const inUse = await assignedModel(database.repositories, patient, config);
        opened = await openRescoringModels(flags.model ?? inUse, config);
        const { preprocessing } = await choiceOf(config.dataDir);
        const result = await rescore({
          connectionString,
          repositories: database.repositories,
          patientId: patient,
          sinceUs: Math.round((Date.now() - flags.since) * 1000),
          warmUpUs: flags.warmUp * 1000,
          models: opened.models,
          rhythmModels: await loadRhythmModels(),
          preprocessing,
          signalModels: signalModelFolders(),
          ...(flags.threshold !== undefined && { threshold: flags.threshold }),
          onProgress: (share) => {
            output.progress(`judged ${(share * 100).toFixed(0)} %`);
          },
        });
        const seconds = (performance.now() - startedMs) / 1000;
        output.result(rescoredJson(result, seconds), formatRescored(result, seconds));
      } finally {
        await opened?.dispose();
        await database.close();
      }
    });
}
