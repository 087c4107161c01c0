import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, parse, resolve } from 'node:path';
import process from 'node:process';
import {
  noiseFolderBeside,
  noiseNames,
  type EvaluationContext,
  type NoiseName,
  type NoiseOptions,
  type RecordProgress,
} from '@beatwatch/studies';
import { InvalidArgumentError, type Command } from 'commander';
import { readConfig } from '../config.ts';
import { CliError } from '../errors.ts';
import { numberArgument } from '../terminal/arguments.ts';
import { createOutput, type Output } from '../terminal/output.ts';

/** The options that every evaluation on a folder of records has. */
export interface EvaluationFlags {
  readonly records: string;
  readonly only?: readonly string[];
  readonly out?: string;
  readonly json?: boolean;
}

export interface NoiseFlags {
  readonly noise?: readonly NoiseName[];
  readonly snr?: readonly number[];
  readonly noiseRecords?: string;
  readonly continuous?: boolean;
}

/** Adds what every evaluation on a folder of records takes. */
export function withRecords(command: Command, what: string): Command {
  return command
    .requiredOption('--records <folder>', what)
    .option('--only <names>', 'records by name, with commas between (default: all)', listArgument)
    .option('--out <folder>', 'where the report goes (default: reports in the data folder)')
    .option('--json', 'print the figures as JSON');
}

/** Adds what an evaluation with added noise takes. */
export function withNoise(command: Command): Command {
  return command
    .option(
      '--noise <names>',
      `also with noise: ${noiseNames.join(', ')}, with commas between`,
      noiseArgument,
    )
    .option('--snr <dB>', 'signal-to-noise ratios of --noise, with commas between (default: 6)', snrArgument)
    .option('--noise-records <folder>', 'where em, ma and bw lie (default: nstdb beside --records)')
    .option('--continuous', 'noise all the time (default: 5 clean minutes, then 2 noisy, 2 clean by turns)');
}

export interface ModelFlags {
  readonly model?: string;
}

/** Adds the choice of a model. */
export function withModel(command: Command): Command {
  return command.option('--model <folder>', 'a model of your own (default: the one in the repository)');
}

/** @throws CliError where options of noise come without `--noise` */
export function noiseOptions(records: string, flags: NoiseFlags): NoiseOptions | undefined {
  const { noise, snr, noiseRecords, continuous = false } = flags;
  if (noise === undefined) {
    if (snr === undefined && noiseRecords === undefined && !continuous) return undefined;
    throw new CliError('--snr, --noise-records, --continuous: found without --noise, expected it as well', {
      code: 'usage',
    });
  }
  return {
    names: noise,
    snrsDb: snr ?? [6],
    folder: noiseRecords ?? noiseFolderBeside(records),
    continuous,
  };
}

export interface FinishedEvaluation {
  readonly figures: object;
  readonly html: string;
  /** The figures for people. */
  readonly text: string;
}

/** Runs an evaluation, writes its report and its figures, and prints them. */
export async function runEvaluation(
  name: string,
  {
    out,
    report: reportFile,
    json = false,
  }: Pick<EvaluationFlags, 'out' | 'json'> & { readonly report?: string },
  run: (context: EvaluationContext, output: Output) => Promise<FinishedEvaluation>,
): Promise<void> {
  const output = createOutput(json);
  const command = ['npx beatwatch', ...process.argv.slice(2)].join(' ');
  const { figures, html, text } = await run({ command, nowMs: () => performance.now() }, output);
  const folder = resolve(out ?? join(readConfig().dataDir, 'reports'));
  const report = resolve(reportFile ?? join(folder, `evaluate-${name}.html`));
  await mkdir(dirname(report), { recursive: true });
  await writeFile(report, html);
  const { dir, name: stem } = parse(report);
  await writeFile(join(dir, `${stem}.json`), `${JSON.stringify(figures, undefined, 2)}\n`);
  output.result({ ...figures, report }, `${text}\nReport: ${report}`);
}

/** Tells which record is worked on, with a bar. */
export const recordProgress =
  (output: Output) =>
  ({ name, variant, record, records }: RecordProgress) => {
    output.progress(`record ${name} (${record} of ${records}), ${variant}`, {
      share: (record - 1) / records,
    });
  };

/** A share as `99.86 %`; empty where it is not known. */
export const percent = (share: number | undefined, digits = 2): string =>
  share === undefined ? '' : `${(100 * share).toFixed(digits)} %`;

const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** A commander parser for a list with commas between. */
export function listArgument(text: string): string[] {
  const names = listOf(text);
  if (names.length === 0) throw new InvalidArgumentError(`found ${JSON.stringify(text)}, expected names.`);
  return names;
}

function noiseArgument(text: string): NoiseName[] {
  return listArgument(text).map((part) => {
    const name = noiseNames.find((known) => known === part);
    if (name !== undefined) return name;
    throw new InvalidArgumentError(
      `found ${JSON.stringify(part)}, expected some of ${noiseNames.join(', ')}.`,
    );
  });
}

const snrArgument = (text: string): number[] => listArgument(text).map(numberArgument(-40, 60));
