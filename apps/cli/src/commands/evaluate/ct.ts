import { availableParallelism } from 'node:os';
import {
  baselineTitles,
  evaluateCt,
  methodOrder,
  methodTitles,
  percent,
  formatSettings,
  tuneBaselines,
  type CtEvaluation,
  type DoseFigures,
  type EvaluateCtProgress,
  type PatientChoice,
  type TunedBaselines,
} from '@beatwatch/studies';
import type { Command } from 'commander';
import { CliError } from '../../errors.ts';
import { integerArgument, listArgument, numberArgument } from '../../terminal/arguments.ts';
import { createOutput, table } from '../../terminal/output.ts';
import { runEvaluation } from './run-evaluation.ts';

interface CtFlags {
  readonly data: string;
  readonly dose: readonly number[];
  readonly patients: string;
  readonly seed: number;
  readonly workers: number;
  readonly report?: string;
  readonly json?: boolean;
  readonly tune?: number | true;
}

/** `beatwatch evaluate ct`. */
export function addCtEvaluation(evaluate: Command): void {
  evaluate
    .command('ct')
    .description('denoising of CT slices at simulated low doses, compared with classical filters')
    .option('--data <folder>', 'DICOM files of full-dose CT slices', '../shared/data/ct')
    .option('--dose <photons>', 'photons a ray, several separated by commas', doseArgument, [1e5])
    .option(
      '--patients <whose>',
      'unseen: used neither to train nor to validate; test: the test list; all; or a file with one PatientID a line',
      'unseen',
    )
    .option('--seed <n>', 'decides the noise', integerArgument(0, 2 ** 31), 1)
    .option(
      '--workers <n>',
      'threads that simulate and filter',
      integerArgument(1, 256),
      Math.min(4, availableParallelism()),
    )
    .option('--report <file>', 'where the report goes (default: reports in the data folder)')
    .option('--json', 'print the figures as JSON')
    .option(
      '--tune [patients]',
      "instead: find the filters' settings again, on this number of training patients (default: 5)",
      integerArgument(1, 1000),
    )
    .addHelpText(
      'after',
      `
PSNR and SSIM are within a window, -160..240 or -1000..1000 HU. Noise left is the difference to full dose in even soft
tissue; edges with a ratio of 1 are as wide as at full dose. The filters get the strength of the noise, the network
does not. The lists of patients are in packages/studies/src/ct/patients.json.`,
    )
    .action(async (flags: CtFlags) => {
      if (flags.tune !== undefined) await tune(flags, flags.tune === true ? 5 : flags.tune);
      else await judge(flags);
    });
}

async function judge({ data, dose, patients, seed, workers, ...flags }: CtFlags): Promise<void> {
  await runEvaluation('ct', flags, async (context, output) => {
    const { evaluation, html } = await evaluateCt({
      ...context,
      folder: data,
      incidentPhotons: dose,
      patients: patientChoice(patients),
      seed,
      workers,
      onProgress: ({ phase, done, count }) => {
        output.progress(phaseTitles[phase], { share: done / count });
      },
    });
    return { figures: evaluation, html, text: describe(evaluation) };
  });
}

async function tune({ data, dose, seed, workers, json = false }: CtFlags, patients: number): Promise<void> {
  const [incidentPhotons, ...others] = dose;
  if (incidentPhotons === undefined || others.length > 0)
    throw new CliError(
      { field: '--dose', found: `${dose.length} doses`, expected: 'one with --tune' },
      { code: 'usage' },
    );
  const output = createOutput(json);
  output.progress('trying settings', { share: 0 });
  const tuned = await tuneBaselines({
    folder: data,
    patients,
    incidentPhotons,
    seed,
    workers,
    onProgress: (done, count) => {
      output.progress('trying settings', { share: done / count });
    },
  });
  output.result(tuned, describeTuning(tuned));
}

const phaseTitles: Readonly<Record<EvaluateCtProgress['phase'], string>> = {
  reading: 'reading slices',
  judging: 'simulating, denoising, comparing',
  drawing: 'drawing pictures',
};

const patientChoice = (text: string): PatientChoice =>
  text === 'unseen' || text === 'test' || text === 'all' ? text : { file: text };

const doseArgument = (text: string): number[] => listArgument(text).map(numberArgument(100, 1e9));

function describe({ doses, leftOut }: CtEvaluation): string {
  return [
    ...doses.map(describeDose),
    ...(leftOut.length === 0
      ? []
      : [`Left out:\n${table(leftOut.map(({ file, reason }) => [file, reason]))}`]),
  ].join('\n\n');
}

function describeDose(dose: DoseFigures): string {
  const { incidentPhotons, slices, meanOverSlices, bestBaseline, gainDb } = dose;
  return [
    `${incidentPhotons.toLocaleString('en')} photons a ray, means over ${slices.length} slices`,
    table([
      [
        '',
        'PSNR soft',
        'SSIM soft',
        'PSNR wide',
        'SSIM wide',
        'noise left',
        'drift',
        'skin edge',
        'bone edge',
      ],
      ...methodOrder.map((name) => {
        const figures = meanOverSlices[name];
        return [
          methodTitles[name],
          `${figures.softPsnrDb.toFixed(2)} dB`,
          figures.softSsim.toFixed(4),
          `${figures.widePsnrDb.toFixed(2)} dB`,
          figures.wideSsim.toFixed(4),
          `${figures.flatErrorSdHu.toFixed(1)} HU`,
          percent(figures.flatBiasShare, 0),
          figures.bodyEdgeRatio.toFixed(3),
          figures.boneEdgeRatio.toFixed(3),
        ];
      }),
    ]),
    `Over the best filter, ${baselineTitles[bestBaseline]}: ${gainDb.toFixed(2)} dB`,
  ].join('\n');
}

const describeTuning = ({ best, tried, files }: TunedBaselines): string =>
  [
    `Best of ${tried.length} settings, mean over ${files.length} slices of training patients in -160..240 HU`,
    table([
      ['', 'PSNR', 'SSIM', 'settings'],
      ...best.map(({ baseline, psnrDb, ssim }) => [
        baselineTitles[baseline.name],
        `${psnrDb.toFixed(2)} dB`,
        ssim.toFixed(4),
        formatSettings(baseline),
      ]),
    ]),
  ].join('\n');
