import { batchStep, outOfTime } from './finding.ts';
import type { EngineReport, GpuReport } from './report.ts';

/** The report for people: a table, why something is missing, and what is not as it must be. */
export function formatReport(report: GpuReport, batches: readonly number[]): string {
  const rows = [
    ['engine', 'golden', 'AUROC', ...batches.map((batch) => `B=${batch}`)],
    ...report.engines.map((engine) => [
      engine.name,
      engine.goldenError?.toExponential(0) ?? '-',
      engine.auroc?.value.toFixed(4) ?? '-',
      ...batches.map((batch) => rateCell(engine, batch)),
    ]),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const lines = rows.map((row) => row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  '));
  return [
    `${report.gpus.length === 0 ? 'no GPU of NVIDIA' : report.gpus.join('; ')}; model ${report.model}; beats a second`,
    ...lines,
    '',
    ...report.engines.flatMap(notes),
    ...fastest(report.engines),
    `${report.secondsTaken.toFixed(0)} s of ${60 * report.minutes} s`,
    ...report.problems.map((problem) => `PROBLEM: ${problem}`),
  ].join('\n');
}

function rateCell({ rates, notMeasured }: EngineReport, batch: number): string {
  const rate = rates.find((one) => one.batch === batch);
  if (rate !== undefined) return rate.beatsPerSecond.toFixed(0);
  const reason = notMeasured.find(({ step }) => step === batchStep(batch))?.reason;
  return reason === outOfTime ? outOfTime : '-';
}

function notes({ name, device, auroc, rates, notMeasured }: EngineReport): string[] {
  const reasons = new Map<string, string[]>();
  for (const { step, reason } of notMeasured) reasons.set(reason, [...(reasons.get(reason) ?? []), step]);
  return [
    `${name}: ${device ?? 'no device'}`,
    ...(auroc === undefined ? [] : [`  AUROC of ${auroc.beats} beats${compared(auroc)}`]),
    ...(rates.length === 0 ? [] : [`  first runs, which prepare: ${rates.map(firstRun).join(', ')}`]),
    ...[...reasons].map(([reason, steps]) => `  not measured: ${steps.join(', ')}: ${reason}`),
  ];
}

const firstRun = ({ batch, firstMs }: EngineReport['rates'][number]): string =>
  `B=${batch} ${(firstMs / 1000).toFixed(2)} s`;

function compared({ difference, largestLossError }: NonNullable<EngineReport['auroc']>): string {
  if (difference === undefined || largestLossError === undefined) return '';
  return `, ${difference.toExponential(1)} from onnx's; losses differ by ${largestLossError.toExponential(1)} of the largest`;
}

/** Each engine's best rate beside PyTorch's in 32 bits. */
function fastest(engines: readonly EngineReport[]): string[] {
  const best = (engine: EngineReport | undefined): number =>
    Math.max(0, ...(engine?.rates.map(({ beatsPerSecond }) => beatsPerSecond) ?? []));
  const peer = best(engines.find(({ name }) => name === 'pytorch'));
  if (peer === 0) return [];
  return engines
    .filter((engine) => engine.name !== 'pytorch' && best(engine) > 0)
    .map(
      (engine) => `${engine.name}: ${(best(engine) / peer).toFixed(2)} times PyTorch's best rate in float32`,
    );
}
