import { refusalMessage, shown } from '@beatwatch/contracts';
import {
  noiseFolderBeside,
  noiseNames,
  leadChoices,
  unseenChoices,
  type AlarmLimits,
  type EvaluationContext,
  type LeadChoice,
  type NoiseName,
  type NoiseOptions,
  type RecordProgress,
  type RecordsOptions,
  type Unseen,
  type UnreadableRecord,
} from '@beatwatch/studies';
import process from 'node:process';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { CliError } from '../../errors.ts';
import { listArgument, numberArgument } from '../../terminal/arguments.ts';
import type { Output } from '../../terminal/output.ts';
import { addLimitOptions, limitsOf, type LimitFlags } from './limit-options.ts';
import { runEvaluation } from './run-evaluation.ts';

interface RecordsFlags extends LimitFlags {
  readonly records: string;
  readonly only?: readonly string[];
  readonly out?: string;
  readonly json?: boolean;
  readonly model?: string;
  readonly noise?: readonly NoiseName[];
  readonly snr?: readonly number[];
  readonly noiseRecords?: string;
  readonly continuous?: boolean;
  readonly leads?: LeadChoice;
  readonly unseen?: Unseen;
}

/** The options an evaluation of records gets; those it does not offer on the command line are absent. */
interface RecordsEvaluationOptions extends RecordsOptions, EvaluationContext {
  readonly model?: string;
  readonly noise?: NoiseOptions;
  readonly leads?: LeadChoice;
  readonly limits?: Partial<AlarmLimits>;
  readonly unseen?: Unseen;
}

/** A command that evaluates a folder of WFDB records. */
export interface RecordsEvaluation<Evaluation extends object> {
  /** After `evaluate` on the command line, and in the report's file name. */
  readonly name: string;
  /** Another name for it. Default: none. */
  readonly alias?: string;
  readonly description: string;
  /** Which records `--records` expects. */
  readonly records: string;
  /** Options beside those that all have. Default: none. */
  readonly options?: readonly ('model' | 'noise' | 'leads' | 'limits')[];
  /** Of `--leads`. */
  readonly defaultLeads?: LeadChoice;
  /** Help after the list of options. Default: none. */
  readonly help?: string;
  readonly evaluate: (
    options: RecordsEvaluationOptions,
  ) => Promise<{ readonly evaluation: Evaluation; readonly html: string }>;
  /** The figures for a terminal. */
  readonly describe: (evaluation: Evaluation) => string;
}

/** Adds `beatwatch evaluate NAME`: the options, progress and report that all evaluations of records share. */
export function addRecordsEvaluation<Evaluation extends object>(
  parent: Command,
  evaluation: RecordsEvaluation<Evaluation>,
): void {
  const { name, alias, description, records, options = [], help = '', evaluate, describe } = evaluation;
  const command = parent
    .command(name)
    .description(description)
    .requiredOption('--records <folder>', records)
    .option('--only <names>', 'records by name, separated by commas (default: all)', listArgument)
    .option('--out <folder>', 'where the report goes (default: reports in the data folder)')
    .option('--json', 'print the figures as JSON');
  if (options.includes('noise')) addNoiseOptions(command);
  if (options.includes('model')) addModelOptions(command);
  if (options.includes('leads'))
    command.addOption(
      new Option('--leads <which>', 'leads that are sent')
        .choices(leadChoices)
        .default(evaluation.defaultLeads),
    );
  if (options.includes('limits')) addLimitOptions(command);
  if (alias !== undefined) command.alias(alias);
  if (help !== '') command.addHelpText('after', `\n${help}`);
  command.action(async (flags: RecordsFlags) => {
    const noise = noiseOptions(flags);
    await runEvaluation(name, flags, async (context, output) => {
      const { evaluation: figures, html } = await evaluate({
        ...context,
        folder: flags.records,
        ...(flags.only && { only: flags.only }),
        ...(flags.model !== undefined && { model: flags.model }),
        ...(noise && { noise }),
        ...(flags.leads && { leads: flags.leads }),
        ...(flags.unseen && { unseen: flags.unseen }),
        ...(options.includes('limits') && { limits: limitsOf(flags) }),
        onProgress: showRecord(output),
      });
      if ('unreadable' in figures && unreadableText(figures).length > 0) process.exitCode = 1;
      return { figures, html, text: describe(figures) };
    });
  });
}

/** The records that were left out, for a terminal. */
export const unreadableText = ({ unreadable }: { readonly unreadable?: unknown }): string[] =>
  ((unreadable ?? []) as readonly UnreadableRecord[]).map(
    ({ record, reason }) => `left out ${record}: ${reason}`,
  );

/** Adds `--model` and `--unseen`. */
export const addModelOptions = (command: Command): Command =>
  command
    .option('--model <folder>', 'a model of your own (default: the one in the repository)')
    .addOption(
      new Option(
        '--unseen <what>',
        'what models must not have seen of a record: the patient, or its data set',
      )
        .choices(unseenChoices)
        .default('patient'),
    );

function addNoiseOptions(command: Command): void {
  command
    .option(
      '--noise <names>',
      `also with noise: ${noiseNames.join(', ')}, separated by commas`,
      noiseArgument,
    )
    .option('--snr <dB>', 'signal-to-noise ratios of --noise, separated by commas (default: 6)', snrArgument)
    .option('--noise-records <folder>', 'the folder with em, ma and bw (default: nstdb beside --records)')
    .option(
      '--continuous',
      'noise all the time (default: 5 clean minutes, then 2 noisy and 2 clean ones alternately)',
    );
}

/** @throws CliError where options of noise come without `--noise` */
function noiseOptions(flags: RecordsFlags): NoiseOptions | undefined {
  const { records, noise, snr, noiseRecords, continuous = false } = flags;
  if (noise === undefined) {
    if (snr === undefined && noiseRecords === undefined && !continuous) return undefined;
    throw new CliError(
      { field: '--snr, --noise-records, --continuous', found: 'without --noise', expected: 'it as well' },
      {
        code: 'usage',
      },
    );
  }
  return {
    names: noise,
    snrsDb: snr ?? [6],
    folder: noiseRecords ?? noiseFolderBeside(records),
    continuous,
  };
}

const showRecord =
  (output: Output) =>
  ({ name, variant, record, records }: RecordProgress) => {
    output.progress(`record ${name} (${record} of ${records}), ${variant}`, {
      share: (record - 1) / records,
    });
  };

function noiseArgument(text: string): NoiseName[] {
  return listArgument(text).map((part) => {
    const name = noiseNames.find((known) => known === part);
    if (name !== undefined) return name;
    throw new InvalidArgumentError(
      `${refusalMessage({ found: shown(part), expected: `some of ${noiseNames.join(', ')}` })}.`,
    );
  });
}

const snrArgument = (text: string): number[] => listArgument(text).map(numberArgument(-40, 60));
