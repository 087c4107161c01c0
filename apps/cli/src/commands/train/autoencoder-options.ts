import type { Command } from 'commander';
import { integerArgument, numberArgument } from '../../terminal/arguments.ts';

/** The settings of training that all commands for autoencoders of beats share. */
export interface AutoencoderFlags {
  readonly embedding: number;
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly seed: number;
}

export function addAutoencoderOptions(command: Command, defaults: AutoencoderFlags): Command {
  return command
    .option('--embedding <n>', 'size of the code', integerArgument(1, 1024), defaults.embedding)
    .option('--epochs <n>', 'epochs of every run', integerArgument(1, 10_000), defaults.epochs)
    .option('--batch-size <n>', 'beats in a step', integerArgument(1, 512), defaults.batchSize)
    .option(
      '--learning-rate <x>',
      'highest learning rate of Adam',
      numberArgument(1e-6, 1),
      defaults.learningRate,
    )
    .option(
      '--seed <n>',
      'decides folds, first weights and batches',
      integerArgument(0, 2 ** 31),
      defaults.seed,
    );
}
