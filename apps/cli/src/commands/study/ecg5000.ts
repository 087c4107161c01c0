import { join } from 'node:path';
import { fileCheckpointStore, type EngineName } from '@beatwatch/model-core';
import {
  quickStudyDefaults,
  studyDefaults,
  studyEcg5000,
  type Ecg5000Study,
  type StudyProgress,
  type StudySettings,
} from '@beatwatch/studies';
import { Option, type Command } from 'commander';
import { readConfig } from '../../config.ts';
import { integerArgument, numberArgument } from '../../terminal/arguments.ts';
import { table } from '../../terminal/output.ts';
import { describeComparison, detectorCheckpoint } from '../evaluate/ecg5000-seeds.ts';
import { runStudy, type StudyFlags } from './run-study.ts';

interface StudyEcg5000Flags extends StudyFlags, Partial<StudySettings> {
  readonly engine?: EngineName;
  readonly official?: boolean;
  readonly threads: number;
  readonly parallel: number;
}

/** `beatwatch study ecg5000`. */
export function addEcg5000Study(study: Command): void {
  const { embedding, batchSize, learningRate, seed, seeds } = studyDefaults;
  const orQuick = (name: keyof StudySettings): string =>
    `(default: ${studyDefaults[name]}, ${quickStudyDefaults[name]} with --quick)`;
  study
    .command('ecg5000')
    .description(
      "the study's own protocol on ECG5000: an LSTM autoencoder separates anomalies from normal beats",
    )
    .option('--data <folder>', 'folder whose .arff files are all used together', '../shared/data/ecg5000')
    .option('--out <file>', 'the report (default: reports/ecg5000.html in the data folder)')
    .option('--quick', 'fewer epochs: under ten minutes on two cores')
    .option('--seed <n>', `first seed (default: ${seed})`, integerArgument(0, 2 ** 31))
    .option('--seeds <n>', `trainings, each with the next seed (default: ${seeds})`, integerArgument(1, 100))
    .option(
      '--embedding <n>',
      `size of the code, 128 in the study (default: ${embedding})`,
      integerArgument(1, 1024),
    )
    .option('--epochs <n>', `epochs of every training ${orQuick('epochs')}`, integerArgument(1, 10_000))
    .option('--batch-size <n>', `beats in a step (default: ${batchSize})`, integerArgument(1, 512))
    .option(
      '--learning-rate <x>',
      `highest learning rate of Adam (default: ${learningRate})`,
      numberArgument(1e-6, 1),
    )
    .option('--threads <n>', 'threads of each training', integerArgument(1, 256), 1)
    .option('--parallel <n>', 'concurrent trainings', integerArgument(1, 100), 2)
    .addOption(
      new Option('--engine <name>', 'engine for training (default: onnx)').choices(['onnx', 'tensorflow']),
    )
    .option('--official', 'also judge the detector and the baselines by the official protocol')
    .option('--resume', 'continue an interrupted run of the same settings')
    .option('--json', 'print the figures as JSON')
    .action(async (flags: StudyEcg5000Flags) => {
      const { quick = false, official = false, ...chosen } = flags;
      await runStudy('ecg5000', flags, async (context, output) => {
        const study = await studyEcg5000({
          ...(quick ? quickStudyDefaults : studyDefaults),
          ...chosen,
          ...context,
          checkpointFor: (seed) =>
            fileCheckpointStore(join(context.checkpointDirectory, `seed-${seed}.safetensors`)),
          ...(official && {
            official: {
              checkpoint: detectorCheckpoint(readConfig().dataDir),
              onProgress: (progress) => {
                output.progress(`official protocol, ${describeComparison(progress)}`);
              },
            },
          }),
          onProgress: (progress) => {
            output.progress(describeProgress(progress), progress);
          },
        });
        return { ...study, text: describe(study) };
      });
    });
}

function describeProgress({ run, runs, epoch, epochs, trainLoss, validationLoss }: StudyProgress): string {
  return (
    `training ${run} of ${runs}: epoch ${epoch} of ${epochs}, loss ${trainLoss.toFixed(2)}, ` +
    `${validationLoss.toFixed(2)} on validation beats`
  );
}

function describe({ outcome }: Ecg5000Study): string {
  const count = ({ correct, of }: { correct: number; of: number }): string => `${correct}/${of}`;
  const share = ({ mean, spread }: { mean: number; spread: number }): string =>
    `${(100 * mean).toFixed(2)} % ± ${(100 * spread).toFixed(2)} %`;
  return table([
    ['', 'correct normal predictions', 'correct anomaly predictions', 'autoencoder alone'],
    ...outcome.seeds.map(({ seed, normals, anomalies, autoencoderAlone: alone }) => [
      `seed ${seed}`,
      count(normals),
      count(anomalies),
      `${count(alone.normals)}, ${count(alone.anomalies)}`,
    ]),
    [
      'mean',
      share(outcome.normals),
      share(outcome.anomalies),
      `${share(outcome.autoencoderAlone.normals)}, ${share(outcome.autoencoderAlone.anomalies)}`,
    ],
  ]);
}
