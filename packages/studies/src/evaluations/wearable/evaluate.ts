import type { EvaluationContext, RecordsOptions } from '../../reporting/evaluation-context.ts';
import { withReport, type ReportedEvaluation } from '../../reporting/with-report.ts';
import type { Unseen } from '../../live-path/seen-by.ts';
import { withEvaluationModels } from '../../live-path/evaluation-models.ts';
import { wearableReport } from './report.ts';
import { scoreRecordings, type WearableEvaluation } from './score-recordings.ts';

export interface EvaluateWearableOptions extends RecordsOptions, EvaluationContext {
  /** A model's folder. Default: the one that comes with Beatwatch. */
  readonly model?: string;
  /** What models must not have seen of a record. Default: the patient. */
  readonly unseen?: Unseen;
}

/**
 * Judges the live path on short recordings of a hand-held wearable: noise should lead to a technical state and not to
 * an alarm, and other rhythms should have higher anomaly scores than normal ones.
 * @throws StudyError if the folder has no labelled recordings; EcgError, ModelCoreError
 */
export function evaluateWearable(
  options: EvaluateWearableOptions,
): Promise<ReportedEvaluation<WearableEvaluation>> {
  return withReport(
    options,
    () => withEvaluationModels(options.model, (models) => scoreRecordings(options, models), options.unseen),
    wearableReport,
  );
}
