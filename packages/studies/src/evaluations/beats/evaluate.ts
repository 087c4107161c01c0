import type { EvaluationContext, RecordsOptions } from '../../reporting/evaluation-context.ts';
import { withReport, type ReportedEvaluation } from '../../reporting/with-report.ts';
import type { LeadChoice } from '../../live-path/ecg-recording.ts';
import type { Unseen } from '../../live-path/seen-by.ts';
import { withEvaluationModels } from '../../live-path/evaluation-models.ts';
import type { NoiseOptions } from '../../noise/variants.ts';
import { beatsReport } from './report.ts';
import { scoreRecords, type BeatsEvaluation } from './score-records.ts';

export interface EvaluateBeatsOptions extends RecordsOptions, EvaluationContext {
  readonly noise?: NoiseOptions;
  /** Default: first. */
  readonly leads?: LeadChoice;
  /** A model's folder. Default: the one that comes with Beatwatch, cross-validated on the records it was trained on. */
  readonly model?: string;
  /** What models must not have seen of a record. Default: the patient. */
  readonly unseen?: Unseen;
}

/**
 * Judges the live path on annotated records as in use: R peaks, anomalous beats and alarms. The model adapts during the
 * first five minutes of a record, without labels; beats are judged after them, alarms from the start.
 * @throws StudyError if the folder has no annotated records; EcgError, ModelCoreError
 */
export function evaluateBeats(options: EvaluateBeatsOptions): Promise<ReportedEvaluation<BeatsEvaluation>> {
  return withReport(
    options,
    () => withEvaluationModels(options.model, (models) => scoreRecords(options, models), options.unseen),
    beatsReport,
  );
}
