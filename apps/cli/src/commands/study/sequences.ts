import {
  intervalText,
  quickSequenceStudyDefaults,
  sequenceNames,
  sequenceStudyDefaults,
  studySequences,
  taskTitle,
  type SequenceOutcome,
  type SequenceStudyProgress,
  type SequenceStudySettings,
} from '@beatwatch/studies';
import type { Command } from 'commander';
import { integerArgument, numberArgument } from '../../terminal/arguments.ts';
import { table } from '../../terminal/output.ts';
import { runStudy, type StudyFlags } from './run-study.ts';

/** `beatwatch study sequence-autoencoder`. */
export function addSequenceStudy(study: Command): void {
  const name = 'sequence-autoencoder';
  const { epochs, embedding, hidden, batchSize, learningRate, windowsPerPatient, seed } =
    sequenceStudyDefaults;
  const quick = quickSequenceStudyDefaults;
  study
    .command(name)
    .description('find rhythms that no label names, by autoencoders of beat sequences and by simpler methods')
    .option('--data <folder>', 'folder that holds a folder of each database', '../shared/data')
    .option('--out <file>', `the report (default: reports/${name}.html in the data folder)`)
    .option('--quick', 'fewer epochs and records: a minute or two')
    .option('--all-sequences', 'single beats, and mean beat and rhythm in one, as well')
    .option(
      '--seed <n>',
      `decides first weights, batches and trees (default: ${seed})`,
      integerArgument(0, 2 ** 31),
    )
    .option(
      '--epochs <n>',
      `epochs of every training (default: ${epochs}, ${quick.epochs} with --quick)`,
      integerArgument(1, 10_000),
    )
    .option('--embedding <n>', `size of the code (default: ${embedding})`, integerArgument(1, 256))
    .option('--hidden <n>', `units of the outer layers (default: ${hidden})`, integerArgument(1, 1024))
    .option('--batch-size <n>', `windows in a step (default: ${batchSize})`, integerArgument(1, 512))
    .option(
      '--learning-rate <x>',
      `highest learning rate of Adam (default: ${learningRate})`,
      numberArgument(1e-6, 1),
    )
    .option(
      '--windows-per-patient <n>',
      `normal windows of each patient to train on (default: ${windowsPerPatient})`,
      integerArgument(1, 1000),
    )
    .option(
      '--records-per-database <n>',
      `records of each database, spread evenly (default: all, ${quick.recordsPerDatabase ?? 0} with --quick)`,
      integerArgument(1, 100_000),
    )
    .option('--json', 'print the figures as JSON')
    .action(
      async (flags: StudyFlags & Partial<SequenceStudySettings> & { readonly allSequences?: boolean }) => {
        await runStudy(name, flags, async (context, output) => {
          const result = await studySequences({
            ...(flags.quick ? quick : sequenceStudyDefaults),
            ...flags,
            ...(flags.allSequences === true && { sequences: sequenceNames }),
            ...context,
            onProgress: (progress) => {
              output.progress(describeProgress(progress));
            },
          });
          return { ...result, text: describeOutcome(result.outcome) };
        });
      },
    );
}

function describeProgress(progress: SequenceStudyProgress): string {
  switch (progress.phase) {
    case 'reading':
      return `reading ${progress.database} ${progress.record}`;
    case 'training':
      return `${progress.sequence}, without ${progress.judged.join(', ')}: epoch ${progress.epoch} of ${progress.epochs}`;
    case 'judging':
      return `judging ${progress.task}`;
    case 'judged':
      return `judged ${taskTitle(progress.outcome)}`;
  }
}

const describeOutcome = ({ tasks }: SequenceOutcome): string =>
  table([
    [
      'task',
      'patients',
      'best autoencoder',
      ...(tasks[0]?.comparisons ?? []).map(({ sort }) => `less ${sort}`),
    ],
    ...tasks.map((task) => {
      const best = task.comparisons[0]?.autoencoder ?? '';
      const own = task.methods[best];
      return [
        taskTitle(task),
        String(task.counts.patients),
        own === undefined ? '' : `${best.replace('LSTM autoencoder: ', '')} ${intervalText(own)}`,
        ...task.comparisons.map(({ lead, isApart }) => `${intervalText(lead)}${isApart ? ' *' : ''}`),
      ];
    }),
  ]);
