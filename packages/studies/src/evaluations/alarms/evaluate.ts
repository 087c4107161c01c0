import type { EvaluationContext, RecordsOptions } from '../../reporting/evaluation-context.ts';
import { withReport, type ReportedEvaluation } from '../../reporting/with-report.ts';
import { withEvaluationModels } from '../../live-path/evaluation-models.ts';
import { alarmReport } from './report.ts';
import { scoreAlarms, type AlarmEvaluation } from './score-alarms.ts';

export interface EvaluateAlarmsOptions extends RecordsOptions, EvaluationContext {
  /** A model's folder. Default: the one that comes with Beatwatch. */
  readonly model?: string;
}

/**
 * Lists the alarms that the live path raises on WFDB records, and judges them where the records are annotated.
 * @throws StudyError if the folder has no record; EcgError, ModelCoreError
 */
export function evaluateAlarms(options: EvaluateAlarmsOptions): Promise<ReportedEvaluation<AlarmEvaluation>> {
  return withReport(
    options,
    () => withEvaluationModels(options.model, (models) => scoreAlarms(options, models)),
    alarmReport,
  );
}
