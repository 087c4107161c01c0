import { renderReport } from '@beatwatch/report';
import type { EvaluationContext, RecordsOptions } from '../../reporting/evaluation-context.ts';
import { withEvaluationModels } from '../../live-path/evaluation-models.ts';
import { fibrillationReport } from './report.ts';
import { scoreFibrillation, type FibrillationEvaluation } from './score-fibrillation.ts';

export interface EvaluateFibrillationOptions extends RecordsOptions, EvaluationContext {
  /** A model's folder. Default: the one that comes with Beatwatch. */
  readonly model?: string;
}

/**
 * Judges how the live path alarms ventricular fibrillation on annotated records.
 * @throws StudyError where the folder has no annotated records; EcgError, ModelCoreError
 */
export async function evaluateFibrillation(
  options: EvaluateFibrillationOptions,
): Promise<{ readonly evaluation: FibrillationEvaluation; readonly html: string }> {
  const startedMs = options.nowMs();
  const scored = await withEvaluationModels(options.model, (models) => scoreFibrillation(options, models));
  const facts = { command: options.command, durationMs: options.nowMs() - startedMs };
  return { evaluation: scored.evaluation, html: renderReport(fibrillationReport(scored, facts)) };
}
