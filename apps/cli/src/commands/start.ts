import process from 'node:process';
import { Option, type Command } from 'commander';
import { readConfig } from '../config.ts';
import { keepFilesPrivate } from '../stack/private-files.ts';
import { mostInstances } from '../stack/instances.ts';
import { modelNames, type ModelName } from '../stack/model-names.ts';
import { RunningStack } from '../stack/stack.ts';
import { integerArgument } from '../terminal/arguments.ts';
import { createOutput } from '../terminal/output.ts';

interface StartOptions {
  readonly simulator: boolean;
  readonly model: ModelName;
  readonly ingests: number;
  readonly scorers: number;
  readonly shadow?: string | true;
  readonly json?: boolean;
}

/** 128 and the number of SIGINT, as shells have it. */
const interruptedExitCode = 130;

export function addStart(program: Command): void {
  program
    .command('start')
    .description(
      'run everything: database, broker, ingest, scorer, gateway, dashboard and twelve demo patients',
    )
    .option('--no-simulator', 'without the demo patients')
    .addOption(
      new Option(
        '--model <name>',
        'what scores: "wearable" adapts to each patient and lead, "ecg5000" is the model of ECG5000’s one patient',
      )
        .choices(modelNames)
        .default('wearable'),
    )
    .option('--ingests <n>', 'processes that turn packets into beats', integerArgument(1, mostInstances), 1)
    .option(
      '--scorers <n>',
      'processes that judge beats and raise alarms',
      integerArgument(1, mostInstances),
      1,
    )
    .option(
      '--shadow [version]',
      'let a trained model judge beside the one that raises alarms (default: the challenger); see "models shadow"',
    )
    .option('--json', 'print the addresses as JSON once everything runs')
    .addHelpText(
      'after',
      '\nReads KAFKA_BROKERS, DATABASE_URL, BEATWATCH_DATA_DIR, DASHBOARD_PORT, GATEWAY_PORT and INGEST_HTTP_PORT (see .env.example).\nCtrl-C stops every part.',
    )
    .action(async (options: StartOptions) => {
      const output = createOutput(options.json ?? false);
      keepFilesPrivate();
      const interrupted = new Promise<void>((resolve) => {
        const onSignal = (): void => {
          resolve();
        };
        process.once('SIGINT', onSignal);
        process.once('SIGTERM', onSignal);
      });
      const stack = new RunningStack({
        config: readConfig(),
        withSimulator: options.simulator,
        model: options.model,
        instances: { ingest: options.ingests, scorer: options.scorers },
        ...(options.shadow !== undefined && {
          shadow: options.shadow === true ? 'challenger' : options.shadow,
        }),
        onStep: (text) => {
          output.step(text);
        },
      });
      try {
        const started = await Promise.race([stack.start(), interrupted]);
        if (started !== undefined) {
          output.result(
            started,
            `\nBeatwatch runs: ${started.url}\nDevices may post packets to ${started.ingestUrl}\nNot a medical device. Ctrl-C stops it.`,
          );
          await interrupted;
          output.step('stopping');
        } else {
          output.step('interrupted before everything ran; stopping what has started');
          process.exitCode = interruptedExitCode;
        }
      } finally {
        await stack.stop();
      }
    });
}
