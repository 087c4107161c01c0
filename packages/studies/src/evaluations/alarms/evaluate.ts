import { renderReport } from '@beatwatch/report';
import type { EvaluationContext, RecordsOptions } from '../../reporting/evaluation-context.ts';
import { withEvaluationModels } from '../../live-path/evaluation-models.ts';
import { alarmReport } from './report.ts';
import { scoreAlarms, type AlarmEvaluation } from './score-alarms.ts';

export interface EvaluateAlarmsOptions extends RecordsOptions, EvaluationContext {
  /** A model's folder. Default: the one that comes with Beatwatch. */
  readonly model?: string;
}

/**
 * Lists the alarms that the live path raises on WFDB records, and judges them where the records are annotated.
 * @throws StudyError where the folder has no record; EcgError, ModelCoreError
 */
export async function evaluateAlarms(
  options: EvaluateAlarmsOptions,
): Promise<{ readonly evaluation: AlarmEvaluation; readonly html: string }> {
  const startedMs = options.nowMs();
  const { evaluation, strips } = await withEvaluationModels(options.model, (models) =>
    scoreAlarms(options, models),
  );
  const facts = { command: options.command, durationMs: options.nowMs() - startedMs };
  return { evaluation, html: renderReport(alarmReport(evaluation, strips, facts)) };
}
