import { table, type Report } from '@beatwatch/report';
import type { EvaluationFacts } from '../../reporting/evaluation-context.ts';
import { commandFact, durationFact } from '../../reporting/report-facts.ts';
import { clock, decimal, kindTitle, percent } from '../../reporting/format.ts';
import type { AlarmEvaluation, ListedAlarm, ScoredAlarms } from './score-alarms.ts';
import { stripFigures } from '../../strips/strip-figures.ts';
import { alarmRules } from '../../alarm-outcomes/alarm-rules.ts';

export function alarmReport({ evaluation, strips }: ScoredAlarms, facts: EvaluationFacts): Report {
  const { pooled, records } = evaluation;
  const { clinicalAlarms, hours, annotated } = pooled;
  return {
    title: 'Alarms of the live path',
    lead: [
      `In ${hours.toFixed(2)} hours of ${Object.keys(records).length} recordings the live path raised ${clinicalAlarms} clinical ` +
        `${clinicalAlarms === 1 ? 'alarm' : 'alarms'}; a technical alarm was active for ${percent(pooled.technicalShare)} of the time.`,
      ...(annotated === undefined
        ? []
        : [
            `By the annotations ${annotated.trueAlarms} of the clinical alarms are right and ${annotated.falseAlarms} are false, ` +
              `${decimal(annotated.falseAlarmsPerHour, 2)} an hour.`,
          ]),
    ],
    sections: [
      {
        id: 'records',
        title: 'Every record',
        text: annotated === undefined ? [] : alarmRules,
        content: [recordTable(evaluation)],
      },
      {
        id: 'strips',
        title: 'Clinical alarms',
        content: stripFigures({
          id: 'alarm-strips',
          caption:
            'The seconds before each alarm, three a record at most. Dashed: when it became known; purple ticks: the beats of its evidence.',
          summary: `${strips.length} ECG strips before clinical alarms.`,
          strips,
        }),
      },
    ],
    facts: [commandFact(facts), durationFact(facts)],
    data: { evaluation: 'alarms', figures: evaluation },
  };
}

function recordTable({ records }: AlarmEvaluation) {
  return table({
    id: 'alarms-by-record',
    caption: 'Alarms of each record, with the minute and second in which they became known.',
    columns: ['Record', 'Lead', 'Length', 'Clinical', 'Technical state', 'Alarms'],
    rows: Object.entries(records).map(([name, { lead, seconds, clinicalAlarms, technicalShare, alarms }]) => [
      name,
      lead,
      clock(seconds),
      String(clinicalAlarms),
      percent(technicalShare, 1),
      alarms.length > mostNamed ? `${alarms.length} alarms` : alarms.map(formatAlarm).join(', '),
    ]),
  });
}

const mostNamed = 6;

const formatAlarm = ({ kind, seconds, isTrue }: ListedAlarm): string =>
  `${kindTitle(kind)} ${clock(seconds)}${isTrue === undefined ? '' : isTrue ? ' (right)' : ' (false)'}`;
