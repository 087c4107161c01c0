import type { ReportFact } from '@beatwatch/report';
import type { EvaluationFacts } from './evaluation-context.ts';

/** The command line that repeats a run. */
export const commandFact = ({ command }: Pick<EvaluationFacts, 'command'>): ReportFact => ({
  name: 'Command',
  value: command,
  code: true,
});

/** How long a run took, in seconds or minutes. */
export const durationFact = (
  { durationMs }: Pick<EvaluationFacts, 'durationMs'>,
  unit: 's' | 'min' = 's',
): ReportFact => ({
  name: 'Duration',
  value: unit === 's' ? `${(durationMs / 1000).toFixed(0)} s` : `${(durationMs / 60_000).toFixed(1)} min`,
});
