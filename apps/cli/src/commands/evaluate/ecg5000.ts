import {
  evaluateEcg5000,
  trainEcgDefaults,
  type Ecg5000Evaluation,
  type EvaluatedModel,
} from '@beatwatch/studies';
import { Option, type Command } from 'commander';
import { CliError } from '../../errors.ts';
import { integerArgument } from '../../terminal/arguments.ts';
import { createOutput, table } from '../../terminal/output.ts';
import { evaluateSeeds } from './ecg5000-seeds.ts';
import { describeProgress, runDone } from '../train/ecg.ts';

interface Ecg5000Flags {
  readonly train: string;
  readonly test: string;
  readonly model?: string;
  readonly retrain?: boolean;
  readonly seeds?: number;
  readonly cache: boolean;
  readonly seed: number;
  readonly json?: boolean;
}

/** `beatwatch evaluate ecg5000`. */
export function addEcg5000Evaluation(evaluate: Command): void {
  evaluate
    .command('ecg5000')
    .description(
      "ECG5000's official protocol: trained on the train split's normals, threshold from normals alone",
    )
    .requiredOption('--train <file>', 'ECG5000_TRAIN.arff')
    .requiredOption('--test <file>', 'the beats to judge')
    .addOption(
      new Option('--model <folder>', 'a model of your own (default: the one in the repository)').conflicts([
        'retrain',
        'seeds',
      ]),
    )
    .addOption(new Option('--retrain', 'train a new model on --train first').conflicts('seeds'))
    .addOption(
      new Option(
        '--seeds <n>',
        'instead: train the detector (autoencoders and densities together) n times, and compare with simple baselines',
      ).argParser(integerArgument(1, 100)),
    )
    .option('--no-cache', 'with --seeds: train anew, and keep no checkpoints')
    .option(
      '--seed <n>',
      'seed of --retrain, or the first of --seeds',
      integerArgument(0, 2 ** 31),
      trainEcgDefaults.seed,
    )
    .option('--json', 'print the figures as JSON')
    .addHelpText(
      'after',
      '\nAnomalies, all classes but 1, are the positive class. The anomaly score is the reconstruction loss.',
    )
    .action(async (flags: Ecg5000Flags) => {
      if (!flags.cache && flags.seeds === undefined)
        throw new CliError({ field: '--seeds', expected: 'it beside --no-cache' }, { code: 'usage' });
      if (flags.seeds === undefined) await evaluateModel(flags);
      else await evaluateSeeds({ ...flags, seeds: flags.seeds });
    });
}

async function evaluateModel(flags: Ecg5000Flags): Promise<void> {
  const output = createOutput(flags.json ?? false);
  const evaluation = await evaluateEcg5000({
    trainFile: flags.train,
    testFile: flags.test,
    model: chosenModel(flags),
    onProgress: (progress) => {
      if (progress.phase === 'scoring') output.progress(`scoring ${progress.beats} beats`);
      else output.progress(describeProgress(progress), runDone(progress));
    },
  });
  output.result(evaluation, describe(evaluation));
}

function chosenModel({ model, retrain, seed }: Ecg5000Flags): EvaluatedModel {
  if (retrain) return { kind: 'retrained', settings: { seed, nowMs: () => performance.now() } };
  return model === undefined ? { kind: 'pretrained' } : { kind: 'directory', directory: model };
}

function describe(evaluation: Ecg5000Evaluation): string {
  const { auroc, averagePrecision, accuracy, specificity, recallByClass, threshold, model } = evaluation;
  const share = (value: number): string => value.toFixed(4);
  return table([
    ['model', `${model.version} (${model.source}, trained on ${model.trainedOnBeats} normal beats)`],
    ['threshold', `${threshold.value.toFixed(2)}: ${threshold.rule}`],
    ['AUROC', share(auroc)],
    ['average precision', share(averagePrecision)],
    ['accuracy', share(accuracy)],
    ['specificity', share(specificity)],
    ...Object.entries(recallByClass).map(([label, recall]) => [`recall of class ${label}`, share(recall)]),
  ]);
}
