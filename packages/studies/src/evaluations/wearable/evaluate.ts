import { renderReport } from '@beatwatch/report';
import type { EvaluationContext, RecordsOptions } from '../../reporting/evaluation-context.ts';
import { withEvaluationModels } from '../../live-path/evaluation-models.ts';
import { wearableReport } from './report.ts';
import { scoreRecordings, type WearableEvaluation } from './score-recordings.ts';

export interface EvaluateWearableOptions extends RecordsOptions, EvaluationContext {
  /** A model's folder. Default: the one that comes with Beatwatch. */
  readonly model?: string;
}

/**
 * Judges what becomes of short recordings of a hand-held wearable: noise should come to a technical state and not to
 * an alarm, and other rhythms should score above normal ones.
 * @throws StudyError where the folder has no labelled recordings; EcgError, ModelCoreError
 */
export async function evaluateWearable(
  options: EvaluateWearableOptions,
): Promise<{ readonly evaluation: WearableEvaluation; readonly html: string }> {
  const startedMs = options.nowMs();
  const { evaluation, strips } = await withEvaluationModels(options.model, (models) =>
    scoreRecordings(options, models),
  );
  const facts = { command: options.command, durationMs: options.nowMs() - startedMs };
  return { evaluation, html: renderReport(wearableReport(evaluation, strips, facts)) };
}
