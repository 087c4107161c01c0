import { refusalMessage, shown } from '@beatwatch/contracts';
import { availableParallelism } from 'node:os';
import process from 'node:process';
import { denoiserEngineOf, trialLine } from '@beatwatch/denoise-api';
import { denoiserEngines, openDenoiser } from '@beatwatch/denoiser';
import { describeError } from '@beatwatch/service-kit';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { readConfig } from '../config.ts';
import { denoiseOne, type DenoisedReport, type DenoiseSettings } from '../denoise/denoise-one.ts';
import { denoiseJobs, type DenoiseJob } from '../denoise/jobs.ts';
import { integerArgument, numberArgument } from '../terminal/arguments.ts';
import { createOutput, table, type Output } from '../terminal/output.ts';

interface DenoiseFlags {
  readonly strength?: number;
  readonly noise?: number;
  readonly window?: { readonly centre: number; readonly width: number };
  readonly workers: number;
  readonly engine?: Engine;
  readonly force?: boolean;
  readonly json?: boolean;
}

type Engine = ReturnType<typeof denoiserEngineOf>;

interface FailedFile {
  readonly input: string;
  readonly reason: string;
}

interface DenoiseReport {
  readonly model: string;
  readonly files: readonly DenoisedReport[];
  readonly failed: readonly FailedFile[];
}

/** `beatwatch denoise`. */
export function addDenoise(program: Command): void {
  program
    .command('denoise')
    .description('remove noise from a CT slice or another image, or from every one in a folder')
    .argument('<in>', 'a file (DICOM, PNG, JPEG, TIFF, .npy) or a folder of them')
    .argument('<out>', 'a file or a folder; .png and .npy change the format')
    .option('--strength <x>', 'share of the noise to remove, 0 to 1 (default: 1)', numberArgument(0, 1))
    .option(
      '--noise <sd>',
      'standard deviation of the noise, in HU for CT (default: estimated)',
      numberArgument(1e-6, 1e6),
    )
    .option(
      '--window <centre,width>',
      'grey window of a PNG made from DICOM, in HU for CT (default: 40,400)',
      windowArgument,
    )
    .option(
      '--workers <n>',
      'files at the same time',
      integerArgument(1, 64),
      Math.min(2, availableParallelism()),
    )
    .addOption(
      new Option(
        '--engine <name>',
        'what computes: the CPU, any GPU, or the faster one (default: DENOISER_ENGINE, or onnx)',
      ).choices([...denoiserEngines, 'auto']),
    )
    .option('--force', 'overwrite existing files')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      `
A DICOM file becomes a derived image of a new series in the same study; the input is never changed.
Exit code 1 if a file could not be denoised: the report names it, and the others are done.
Not a medical device: do not diagnose from the results.`,
    )
    .action(async (input: string, output: string, flags: DenoiseFlags) => {
      const { engine = engineSet(), strength, noise, window, workers, force = false, json = false } = flags;
      const jobs = await denoiseJobs(input, output, { force });
      const settings: DenoiseSettings = {
        ...(strength !== undefined && { strength }),
        ...(noise !== undefined && { noiseSd: noise }),
        ...(window !== undefined && { window }),
      };
      const terminal = createOutput(json);
      const report = await denoiseAll(jobs, settings, {
        workers: Math.min(workers, jobs.length),
        engine,
        terminal,
      });
      terminal.result(report, describe(report));
      if (report.failed.length > 0) process.exitCode = 1;
    });
}

async function denoiseAll(
  jobs: readonly DenoiseJob[],
  settings: DenoiseSettings,
  {
    workers,
    engine,
    terminal,
  }: { readonly workers: number; readonly engine: Engine; readonly terminal: Output },
): Promise<DenoiseReport> {
  const denoiser = await openDenoiser({
    workers,
    engine,
    onTrials: (trials) => {
      for (const trial of trials) terminal.step(trialLine(trial));
    },
    onGpuFailure: (reason) => {
      terminal.step(`the GPU failed: images are denoised on the CPU by onnx from now on: ${reason}`);
    },
  });
  const startedMs = performance.now();
  const files: DenoisedReport[] = [];
  const failed: FailedFile[] = [];
  const queue = jobs.values();
  // One file per worker at a time, so that no more of them are in memory.
  const work = async (): Promise<void> => {
    for (const job of queue) {
      try {
        files.push(await denoiseOne(job, denoiser, settings));
      } catch (error) {
        failed.push({ input: job.input, reason: describeError(error) });
      }
      const done = files.length + failed.length;
      const remainingMs = ((performance.now() - startedMs) / done) * (jobs.length - done);
      terminal.progress(`${done} of ${jobs.length} files`, { share: done / jobs.length, remainingMs });
    }
  };
  try {
    await Promise.all(Array.from({ length: workers }, work));
  } finally {
    await denoiser.dispose();
  }
  return { model: denoiser.modelVersion, files, failed };
}

function describe({ files, failed }: DenoiseReport): string {
  const rows = files.map(({ output, noiseSd, unit, planes, ms }) => [
    output,
    `noise ${noiseSd.toPrecision(3)}${unit === 'hounsfield' ? ' HU' : ''}`,
    planes === 1 ? '' : `${planes} planes`,
    `${(ms / 1000).toFixed(1)} s`,
  ]);
  const shown = rows.length > longestList ? rows.slice(0, longestList) : rows;
  return [
    table(shown),
    ...(rows.length > longestList ? [`and ${rows.length - longestList} more`] : []),
    ...failed.map(({ input, reason }) => `not denoised: ${input}: ${reason}`),
    `${files.length} denoised, ${failed.length} not`,
  ]
    .filter((line) => line !== '')
    .join('\n');
}

const longestList = 20;

/** Of the environment, or of the `.env` file under it. */
function engineSet(): Engine {
  readConfig();
  return denoiserEngineOf(process.env);
}

function windowArgument(text: string): { centre: number; width: number } {
  const [centre = Number.NaN, width = Number.NaN, ...rest] = text
    .split(',')
    .map((part) => Number(part.trim() || 'none'));
  if (Number.isFinite(centre) && width > 0 && Number.isFinite(width) && rest.length === 0)
    return { centre, width };
  throw new InvalidArgumentError(
    `${refusalMessage({ found: shown(text), expected: 'CENTRE,WIDTH, such as 40,400' })}.`,
  );
}
