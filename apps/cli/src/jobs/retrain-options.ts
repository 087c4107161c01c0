import { Option, type Command } from 'commander';
import { retrainedParts, type RetrainRequest } from '@beatwatch/trainer';
import { durationArgument, integerArgument, listArgument, numberArgument } from '../terminal/arguments.ts';

/** What a retraining is made of, as options of a command. */
export interface RetrainFlags {
  readonly what?: NonNullable<RetrainRequest['what']>;
  readonly since?: number;
  readonly patients?: string[];
  readonly base?: string;
  readonly engine?: 'onnx' | 'tensorflow';
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly learningRate?: number;
  readonly beatsPerPatient?: number;
  readonly seed?: number;
}

export const addRetrainOptions = (command: Command): Command =>
  command
    .addOption(
      new Option(
        '--what <part>',
        'classes of beats, by labelled alarms, or the autoencoder (default: beats where alarms are labelled, else autoencoder)',
      ).choices(['auto', ...retrainedParts]),
    )
    .option('--since <span>', 'how far back beats are taken: 30m, 2h, 7d (default: 7d)', durationArgument)
    .option('--patients <ids>', 'of these patients alone, with commas between them', listArgument)
    .option('--base <model>', 'champion, shipped, or the version of a trained model (default: champion)')
    .addOption(new Option('--engine <name>', 'what trains (default: onnx)').choices(['onnx', 'tensorflow']))
    .option('--epochs <n>', 'passes of the autoencoder over the beats (default: 6)', integerArgument(1, 1000))
    .option('--batch-size <n>', 'beats in a step (default: 32)', integerArgument(1, 1024))
    .option('--learning-rate <x>', 'highest of Adam (default: 0.001)', numberArgument(1e-6, 0.1))
    .option('--beats-per-patient <n>', 'of one patient at most (default: 300)', integerArgument(1, 100_000))
    .option(
      '--seed <n>',
      'decides which beats are drawn and all that is random (default: 42)',
      integerArgument(0, 2 ** 31),
    );

/** The job's data; the trainer knows the defaults. */
export const requestOf = (flags: RetrainFlags): RetrainRequest => ({
  ...(flags.what && { what: flags.what }),
  ...(flags.since !== undefined && { sinceMs: flags.since }),
  ...(flags.patients && { patients: flags.patients }),
  ...(flags.base !== undefined && { base: flags.base }),
  ...(flags.engine && { engine: flags.engine }),
  ...(flags.epochs !== undefined && { epochs: flags.epochs }),
  ...(flags.batchSize !== undefined && { batchSize: flags.batchSize }),
  ...(flags.learningRate !== undefined && { learningRate: flags.learningRate }),
  ...(flags.beatsPerPatient !== undefined && { beatsPerPatient: flags.beatsPerPatient }),
  ...(flags.seed !== undefined && { seed: flags.seed }),
});
