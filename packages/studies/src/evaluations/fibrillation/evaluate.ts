import type { EvaluationContext, RecordsOptions } from '../../reporting/evaluation-context.ts';
import { withReport, type ReportedEvaluation } from '../../reporting/with-report.ts';
import type { Unseen } from '../../live-path/seen-by.ts';
import { withEvaluationModels } from '../../live-path/evaluation-models.ts';
import { fibrillationReport } from './report.ts';
import { scoreFibrillation, type FibrillationEvaluation } from './score-fibrillation.ts';

export interface EvaluateFibrillationOptions extends RecordsOptions, EvaluationContext {
  /** A model's folder. Default: the one that comes with Beatwatch. */
  readonly model?: string;
  /** What models must not have seen of a record. Default: the patient. */
  readonly unseen?: Unseen;
}

/**
 * Judges the alarms that the live path raises for ventricular fibrillation, on annotated records.
 * @throws StudyError if the folder has no annotated records; EcgError, ModelCoreError
 */
export function evaluateFibrillation(
  options: EvaluateFibrillationOptions,
): Promise<ReportedEvaluation<FibrillationEvaluation>> {
  return withReport(
    options,
    () => withEvaluationModels(options.model, (models) => scoreFibrillation(options, models), options.unseen),
    fibrillationReport,
  );
}
