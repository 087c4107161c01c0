import type { LeadChoice } from '../../live-path/ecg-recording.ts';
import type { Unseen } from '../../live-path/seen-by.ts';
import { withEvaluationModels } from '../../live-path/evaluation-models.ts';
import type { AlarmLimits } from '../../reference/alarm-limits.ts';
import type { EvaluationContext, RecordsOptions } from '../../reporting/evaluation-context.ts';
import { withReport, type ReportedEvaluation } from '../../reporting/with-report.ts';
import { alarmReport } from './report.ts';
import { scoreAlarms, type AlarmEvaluation } from './score-alarms.ts';

export interface EvaluateAlarmsOptions extends RecordsOptions, EvaluationContext {
  /** A model's folder. Default: the one that comes with Beatwatch, or a fold's on records it was trained on. */
  readonly model?: string;
  /** What models must not have seen of a record. Default: the patient. */
  readonly unseen?: Unseen;
  /** Default: all. */
  readonly leads?: LeadChoice;
  /** Limits of alarms that differ from the product's. Default: none */
  readonly limits?: Partial<AlarmLimits>;
}

/**
 * Lists the alarms that the live path raises on WFDB records, and judges them by what the records tell: annotated beats,
 * rhythms and fibrillation, and the bedside alarms of the CinC Challenge 2015.
 * @throws StudyError if the folder has no record that can be read; EcgError, ModelCoreError
 */
export function evaluateAlarms(options: EvaluateAlarmsOptions): Promise<ReportedEvaluation<AlarmEvaluation>> {
  return withReport(
    options,
    () => withEvaluationModels(options.model, (models) => scoreAlarms(options, models), options.unseen),
    alarmReport,
  );
}
