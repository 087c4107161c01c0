import type { EvaluationContext, RecordsOptions } from '../../reporting/evaluation-context.ts';
import { withReport, type ReportedEvaluation } from '../../reporting/with-report.ts';
import type { LeadChoice } from '../../live-path/ecg-recording.ts';
import type { NoiseOptions } from '../../noise/variants.ts';
import { rPeakReport } from './report.ts';
import { scoreRPeaks, type RPeakEvaluation } from './score-folder.ts';

export interface EvaluateRPeaksOptions extends RecordsOptions, EvaluationContext {
  readonly noise?: NoiseOptions;
  /** Default: `first`. */
  readonly leads?: LeadChoice;
}

/**
 * Scores the R peaks of the live path on a folder of annotated records, and draws where they are wrong.
 * @throws StudyError if the folder has no annotated records; EcgError if a file is malformed
 */
export function evaluateRPeaks(options: EvaluateRPeaksOptions): Promise<ReportedEvaluation<RPeakEvaluation>> {
  return withReport(options, () => scoreRPeaks(options), rPeakReport);
}
