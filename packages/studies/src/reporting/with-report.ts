import { renderReport, type Report } from '@beatwatch/report';
import type { EvaluationContext, EvaluationFacts } from './evaluation-context.ts';

/** The figures of an evaluation and its report, one HTML file. */
export interface ReportedEvaluation<Evaluation> {
  readonly evaluation: Evaluation;
  readonly html: string;
}

/** Runs an evaluation, measures how long it takes, and renders its report. */
export async function withReport<Scored extends { readonly evaluation: object }>(
  { command, nowMs }: EvaluationContext,
  score: () => Promise<Scored>,
  reportOf: (scored: Scored, facts: EvaluationFacts) => Report,
): Promise<ReportedEvaluation<Scored['evaluation']>> {
  const startedMs = nowMs();
  const scored = await score();
  const facts = { command, durationMs: nowMs() - startedMs };
  return { evaluation: scored.evaluation, html: renderReport(reportOf(scored, facts)) };
}
