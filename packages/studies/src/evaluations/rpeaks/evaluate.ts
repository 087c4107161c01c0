import { renderReport } from '@beatwatch/report';
import type { EvaluationContext, RecordsOptions } from '../../reporting/evaluation-context.ts';
import type { NoiseOptions } from '../../noise/variants.ts';
import { rPeakReport } from './report.ts';
import { scoreRPeaks, type RPeakEvaluation } from './score-folder.ts';

export interface EvaluateRPeaksOptions extends RecordsOptions, EvaluationContext {
  readonly noise?: NoiseOptions;
}

/**
 * Scores the R peaks of the live path on a folder of annotated records, and draws where they are wrong.
 * @throws StudyError where the folder has no annotated records; EcgError where a file is malformed
 */
export async function evaluateRPeaks(
  options: EvaluateRPeaksOptions,
): Promise<{ readonly evaluation: RPeakEvaluation; readonly html: string }> {
  const startedMs = options.nowMs();
  const { evaluation, strips } = await scoreRPeaks(options);
  const facts = { command: options.command, durationMs: options.nowMs() - startedMs };
  return { evaluation, html: renderReport(rPeakReport(evaluation, strips, facts)) };
}
