import { join, parse } from 'node:path';
import type { EvaluationContext } from '@beatwatch/studies';
import { readConfig } from '../../config.ts';
import { commandLine } from '../../terminal/command-line.ts';
import { createOutput, type Output } from '../../terminal/output.ts';
import { writeResultFile } from '../../terminal/result-file.ts';

interface ReportFlags {
  /** Folder of the report. Default: `reports` in the data folder. */
  readonly out?: string;
  /** The report's file, in place of a name in `out`. */
  readonly report?: string;
  readonly json?: boolean;
}

export interface FinishedEvaluation {
  readonly figures: object;
  readonly html: string;
  /** The figures for a terminal. */
  readonly text: string;
}

/** Runs an evaluation, writes its report and figures to files, and prints the figures. */
export async function runEvaluation(
  name: string,
  { out, report: reportFile, json = false }: ReportFlags,
  run: (context: EvaluationContext, output: Output) => Promise<FinishedEvaluation>,
): Promise<void> {
  const output = createOutput(json);
  const command = commandLine();
  const { figures, html, text } = await run({ command, nowMs: () => performance.now() }, output);
  const folder = out ?? join(readConfig().dataDir, 'reports');
  const report = await writeResultFile(reportFile ?? join(folder, `evaluate-${name}.html`), html);
  const { dir, name: stem } = parse(report);
  await writeResultFile(join(dir, `${stem}.json`), `${JSON.stringify(figures, undefined, 2)}\n`);
  output.result({ ...figures, report }, `${text}\nReport: ${report}`);
}
