import { table, type Report, type ReportSection, type ReportTable } from '@beatwatch/report';
import { alarmRules } from '../../alarm-outcomes/alarm-rules.ts';
import type { EvaluationFacts } from '../../reporting/evaluation-context.ts';
import { decimal, percent } from '../../reporting/format.ts';
import { commandFact, durationFact } from '../../reporting/report-facts.ts';
import { databaseSection } from './report-database.ts';
import type { EverythingEvaluation, ScoredEverything } from './score-everything.ts';
import type { FigureUnit } from './summary.ts';

export function everythingReport({ evaluation, results }: ScoredEverything, facts: EvaluationFacts): Report {
  const met = evaluation.summary.filter((row) => row.met).length;
  return {
    title: 'The live path on every database',
    lead: [
      `${results.length} databases were judged; ${met} of ${evaluation.summary.length} figures reach their targets. ` +
        'A record that a model was trained on is judged by one that was trained without it.',
      ...leftOut(evaluation),
    ],
    sections: [summarySection(evaluation), ...results.map(databaseSection)],
    facts: [commandFact(facts), durationFact(facts, 'min')],
    data: { evaluation: 'everything', figures: evaluation },
  };
}

function leftOut({ unreadable, absent }: EverythingEvaluation): string[] {
  return [
    ...(unreadable.length === 0
      ? []
      : [
          `Left out: ${unreadable.map(({ database, record, reason }) => `${database} ${record} (${reason})`).join('; ')}.`,
        ]),
    ...(absent.length === 0 ? [] : [`Not found: ${absent.join(', ')}.`]),
  ];
}

const summarySection = (evaluation: EverythingEvaluation): ReportSection => ({
  id: 'summary',
  title: 'Targets',
  text: alarmRules,
  content: [targetTable(evaluation), worstTable(evaluation)],
});

function targetTable({ summary }: EverythingEvaluation): ReportTable {
  return table({
    id: 'targets',
    caption: 'Each figure that has a target.',
    columns: ['Figure', 'Database', 'Found', 'Target', 'Reached'],
    rows: summary.map(({ figure, database, value, unit, target, at, met }) => [
      figure,
      database,
      formatFigure(value, unit),
      `at ${at} ${formatFigure(target, unit)}`,
      met ? 'yes' : 'no',
    ]),
  });
}

function worstTable({ worst }: EverythingEvaluation): ReportTable {
  return table({
    id: 'worst',
    caption: 'The database in which each figure is worst.',
    columns: ['Figure', 'Database', 'Found'],
    rows: worst.map(({ figure, database, value, unit }) => [figure, database, formatFigure(value, unit)]),
  });
}

export function formatFigure(value: number | undefined, unit: FigureUnit): string {
  if (value === undefined) return 'none';
  if (unit === 'share') return percent(value);
  return unit === 'an hour' ? `${decimal(value, 2)} an hour` : decimal(value, 4);
}
