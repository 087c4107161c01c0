import { evaluateRPeaks, percent, type PeakFigures, type RPeakEvaluation } from '@beatwatch/studies';
import type { Command } from 'commander';
import { table } from '../../terminal/output.ts';
import { addRecordsEvaluation, unreadableText } from './records-evaluation.ts';

/** `beatwatch evaluate rpeaks`. */
export function addRPeakEvaluation(evaluate: Command): void {
  addRecordsEvaluation(evaluate, {
    name: 'rpeaks',
    description: "the live path's R peaks against annotations, within 150 ms, as ANSI/AAMI EC57 specifies",
    records: 'WFDB records with their .atr, such as mitdb; ludb; lead1',
    options: ['noise', 'leads'],
    defaultLeads: 'first',
    evaluate: evaluateRPeaks,
    describe,
  });
}

function describe(evaluation: RPeakEvaluation): string {
  const { pooled, average, records, groups, noise = {} } = evaluation;
  const row = (name: string, { sensitivity, positivePredictivity }: PeakFigures): string[] => [
    name,
    percent(sensitivity),
    percent(positivePredictivity),
  ];
  const figures = table([
    ['', 'sensitivity', 'positive predictivity'],
    ...Object.entries(records).map(([name, figures]) => row(name, figures)),
    ...Object.entries(groups).map(([name, figures]) => row(name, figures)),
    row('average', average),
    row('pooled', pooled),
    ...Object.entries(noise).flatMap(([name, bySnr]) =>
      Object.entries(bySnr).map(([snr, figures]) => row(`pooled, ${name} ${snr} dB`, figures.pooled)),
    ),
  ]);
  return [figures, ...unreadableText(evaluation)].join('\n');
}
