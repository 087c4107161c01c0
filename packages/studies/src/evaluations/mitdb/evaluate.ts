import { renderReport } from '@beatwatch/report';
import type { EvaluationContext, RecordsOptions } from '../../reporting/evaluation-context.ts';
import { withEvaluationModels } from '../../live-path/evaluation-models.ts';
import type { NoiseOptions } from '../../noise/variants.ts';
import { mitdbReport } from './report.ts';
import { scoreRecords, type MitdbEvaluation } from './score-records.ts';

export interface EvaluateMitdbOptions extends RecordsOptions, EvaluationContext {
  readonly noise?: NoiseOptions;
  /** A model's folder. Default: the one that comes with Beatwatch, cross-validated on the records it has seen. */
  readonly model?: string;
}

/**
 * Judges the live path on annotated records as its users would: R peaks, anomalous beats and alarms. The first five
 * minutes of a record adapt, without labels; beats are judged after them, alarms from the start.
 * @throws StudyError where the folder has no annotated records; EcgError, ModelCoreError
 */
export async function evaluateMitdb(
  options: EvaluateMitdbOptions,
): Promise<{ readonly evaluation: MitdbEvaluation; readonly html: string }> {
  const startedMs = options.nowMs();
  const scored = await withEvaluationModels(options.model, (models) => scoreRecords(options, models));
  const facts = { command: options.command, durationMs: options.nowMs() - startedMs };
  return { evaluation: scored.evaluation, html: renderReport(mitdbReport(scored, facts)) };
}
