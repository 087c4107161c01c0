import type { EvaluationContext } from '../../reporting/evaluation-context.ts';
import { withReport, type ReportedEvaluation } from '../../reporting/with-report.ts';
import { everythingReport } from './report.ts';
import { scoreEverything, type EverythingEvaluation, type EverythingOptions } from './score-everything.ts';

export interface EvaluateEverythingOptions extends EverythingOptions, EvaluationContext {}

/**
 * Judges the live path on every known database of a data folder, and goes on after records that cannot be read.
 * @throws StudyError if the folder has none of them; EcgError, ModelCoreError
 */
export function evaluateEverything(
  options: EvaluateEverythingOptions,
): Promise<ReportedEvaluation<EverythingEvaluation>> {
  return withReport(options, () => scoreEverything(options), everythingReport);
}
