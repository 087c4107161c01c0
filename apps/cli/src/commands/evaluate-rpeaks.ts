import { evaluateRPeaks, type PeakFigures, type RPeakEvaluation } from '@beatwatch/studies';
import type { Command } from 'commander';
import { table } from '../terminal/output.ts';
import {
  noiseOptions,
  percent,
  recordProgress,
  runEvaluation,
  withNoise,
  withRecords,
  type EvaluationFlags,
  type NoiseFlags,
} from './run-evaluation.ts';

/** `beatwatch evaluate rpeaks`. */
export function addRPeakEvaluation(evaluate: Command): void {
  const command = evaluate
    .command('rpeaks')
    .description("the live path's R peaks against annotations, within 150 ms, as ANSI/AAMI EC57 asks");
  withNoise(withRecords(command, 'WFDB records with their .atr, such as mitdb')).action(
    async (flags: EvaluationFlags & NoiseFlags) => {
      const noise = noiseOptions(flags.records, flags);
      await runEvaluation('rpeaks', flags, async (context, output) => {
        const { evaluation, html } = await evaluateRPeaks({
          ...context,
          folder: flags.records,
          ...(flags.only && { only: flags.only }),
          ...(noise && { noise }),
          onProgress: recordProgress(output),
        });
        return { figures: evaluation, html, text: describe(evaluation) };
      });
    },
  );
}

function describe({ pooled, average, records, noise = {} }: RPeakEvaluation): string {
  const row = (name: string, { sensitivity, positivePredictivity }: PeakFigures): string[] => [
    name,
    percent(sensitivity),
    percent(positivePredictivity),
  ];
  return table([
    ['', 'sensitivity', 'positive predictivity'],
    ...Object.entries(records).map(([name, figures]) => row(name, figures)),
    row('average', average),
    row('pooled', pooled),
    ...Object.entries(noise).flatMap(([name, bySnr]) =>
      Object.entries(bySnr).map(([snr, figures]) => row(`pooled, ${name} ${snr} dB`, figures.pooled)),
    ),
  ]);
}
