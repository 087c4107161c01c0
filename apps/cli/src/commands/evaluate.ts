import {
  evaluateEcg5000,
  trainEcgDefaults,
  type Ecg5000Evaluation,
  type EvaluatedModel,
} from '@beatwatch/studies';
import { Option, type Command } from 'commander';
import { integerArgument } from '../terminal/arguments.ts';
import { createOutput, table } from '../terminal/output.ts';
import { describeProgress } from './train.ts';

interface Ecg5000Flags {
  readonly train: string;
  readonly test: string;
  readonly model?: string;
  readonly retrain?: boolean;
  readonly seed: number;
  readonly json?: boolean;
}

export function addEvaluate(program: Command): void {
  program
    .command('evaluate')
    .description('judge a model on recordings that it has not seen')
    .command('ecg5000')
    .description(
      "ECG5000's official protocol: trained on the train split's normals, threshold from normals alone",
    )
    .requiredOption('--train <file>', 'ECG5000_TRAIN.arff')
    .requiredOption('--test <file>', 'the beats to judge')
    .addOption(
      new Option('--model <folder>', 'a model of your own (default: the one in the repository)').conflicts(
        'retrain',
      ),
    )
    .option('--retrain', 'train a new model on --train first')
    .option('--seed <n>', 'seed of --retrain', integerArgument(0, 2 ** 31), trainEcgDefaults.seed)
    .option('--json', 'print the figures as JSON')
    .addHelpText('after', '\nAnomalies, all classes but 1, are the positive side.')
    .action(async (flags: Ecg5000Flags) => {
      const output = createOutput(flags.json ?? false);
      const evaluation = await evaluateEcg5000({
        trainFile: flags.train,
        testFile: flags.test,
        model: chosenModel(flags),
        onProgress: (progress) => {
          output.progress(
            progress.stage === 'scoring' ? `scoring ${progress.beats} beats` : describeProgress(progress),
          );
        },
      });
      output.result(evaluation, describe(evaluation));
    });
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
