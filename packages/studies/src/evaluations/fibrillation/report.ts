import { heatmap, table, type Figure, type Report, type ReportTable, type Strip } from '@beatwatch/report';
import type { EvaluationFacts } from '../../reporting/evaluation-context.ts';
import { commandFact, durationFact } from '../../reporting/report-facts.ts';
import { clock, decimal, kindTitle, percent } from '../../reporting/format.ts';
import { stripFigures } from '../../strips/strip-figures.ts';
import { isUnsupported, type JudgedAlarm } from '../../alarm-outcomes/alarm-verdicts.ts';
import { courseSeconds, type OnsetCourse, type ScoredFibrillation } from './score-fibrillation.ts';

const mostStrips = 24;

export function fibrillationReport(scored: ScoredFibrillation, facts: EvaluationFacts): Report {
  const { evaluation, courses } = scored;
  return {
    title: 'Ventricular fibrillation in the live path',
    lead: lead(scored),
    sections: [
      {
        id: 'onsets',
        title: 'Every onset',
        text: [
          'An onset is the annotated beginning of ventricular flutter or fibrillation. It counts as alarmed if a clinical alarm of any kind is active at it or is raised within 10 s. An alarm counts from the end of the packet that brought it.',
        ],
        content: [onsetTable(scored), ...(courses.length === 0 ? [] : [courseFigure(courses)])],
      },
      {
        id: 'false-alarms',
        title: 'False alarms',
        text: [
          'A clinical alarm is right if it is raised within annotated fibrillation or up to 10 s before it, or if the annotated beats support its claim: the rate, the pause, the run of ventricular beats. It is misnamed if they do not, but their rate or a pause called for some other alarm, as when a fast ventricular tachycardia is called fibrillation. It is refuted if they contradict it.',
          'cudb annotates every beat as normal, so its annotations cannot show whether a run of ventricular beats, an anomaly or a short fibrillation before the annotated onset is real. Such alarms are unchecked. Refuted and unchecked alarms count as false; the strips below show them.',
        ],
        content: [kindTable(scored), recordTable(scored)],
      },
      {
        id: 'strips',
        title: 'The worst strips',
        text: ['Shaded: annotated fibrillation. Dashed: the onset, or when an alarm became known.'],
        content: [
          ...strips(
            'missed-strips',
            'Onsets without an alarm of fibrillation within 10 s.',
            scored.missedStrips,
          ),
          ...strips(
            'false-strips',
            'Clinical alarms outside annotated fibrillation that the annotations do not support.',
            scored.falseAlarmStrips,
          ),
        ],
      },
    ],
    facts: [
      commandFact(facts),
      { name: 'Records', value: Object.keys(evaluation.records).join(', ') },
      { name: 'Model', value: evaluation.model },
      durationFact(facts),
    ],
    data: { evaluation: 'vf', figures: evaluation },
  };
}

function lead({ evaluation }: ScoredFibrillation): string[] {
  const { onsets, alarmedWithin10s, shareAlarmedWithin10s, fibrillationAlarmWithin10s } = evaluation;
  return [
    `Of ${onsets} onsets of ventricular fibrillation ${alarmedWithin10s} (${percent(shareAlarmedWithin10s, 1)}) were alarmed within 10 s, half of ` +
      `them within ${decimal(evaluation.medianSecondsToAlarm, 1)} s; ${fibrillationAlarmWithin10s} as ventricular fibrillation.`,
    `Outside it, in ${decimal(evaluation.hoursOutsideFibrillation, 2)} hours, ${decimal(evaluation.falseAlarmsPerHour, 2)} clinical alarms an hour ` +
      `are not supported by the annotations; ${decimal(evaluation.refutedAlarmsPerHour, 2)} are refuted by them.`,
  ];
}

function onsetTable({ onsets }: ScoredFibrillation): ReportTable {
  return table({
    id: 'onset-table',
    caption: 'Seconds from each onset to the first clinical alarm and to the fibrillation alarm.',
    columns: ['Record', 'Onset', 'To an alarm', 'To the fibrillation alarm', 'Alarms'],
    rows: onsets.map(({ record, onsetSeconds, alarmedBy, ...onset }) => [
      record,
      clock(onsetSeconds),
      onset.secondsToAlarm === undefined ? 'none' : decimal(onset.secondsToAlarm, 1),
      onset.secondsToFibrillationAlarm === undefined ? 'none' : decimal(onset.secondsToFibrillationAlarm, 1),
      alarmedBy.map(kindTitle).join(', '),
    ]),
  });
}

function kindTable({ evaluation: { alarmsByKind } }: ScoredFibrillation): ReportTable {
  return table({
    id: 'alarms-by-kind',
    caption: 'Clinical alarms of all records.',
    columns: ['Kind', 'Right', 'Misnamed', 'Refuted', 'Unchecked'],
    rows: Object.entries(alarmsByKind).map(([kind, { right, misnamed, refuted, unchecked }]) => [
      kindTitle(kind),
      String(right),
      String(misnamed),
      String(refuted),
      String(unchecked),
    ]),
  });
}

function recordTable({ evaluation: { records } }: ScoredFibrillation): ReportTable {
  return table({
    id: 'record-table',
    caption: 'Alarms outside fibrillation that the annotations do not support, by record.',
    columns: ['Record', 'Onsets', 'Alarmed', 'False an hour', 'Which'],
    rows: Object.entries(records).map(([name, figures]) => [
      name,
      String(figures.onsets),
      String(figures.alarmedWithin10s),
      decimal(figures.falseAlarmsPerHour, 2),
      listed(figures.alarms.filter(({ verdict }) => isUnsupported(verdict))),
    ]),
  });
}

const mostListed = 2;

/** Such as `anomaly burst 1:55.2, 2:23.1 and 3 more`. */
function listed(alarms: readonly Pick<JudgedAlarm, 'kind' | 'seconds'>[]): string {
  const kinds = [...new Set(alarms.map(({ kind }) => kind))];
  return kinds
    .map((kind) => {
      const times = alarms.filter((alarm) => alarm.kind === kind).map(({ seconds }) => clock(seconds));
      const more = times.length > mostListed ? ` and ${times.length - mostListed} more` : '';
      return `${kindTitle(kind)} ${times.slice(0, mostListed).join(', ')}${more}`;
    })
    .join('; ');
}

function courseFigure(courses: readonly OnsetCourse[]): Figure {
  const { before, after } = courseSeconds;
  return heatmap({
    id: 'courses',
    caption: `The fibrillation index of each second, from ${before} s before each onset to ${after} s after it; one row for each onset, in the order of the table. The alarm requires three consecutive seconds of 0.5 or more.`,
    summary: `The fibrillation index around ${courses.length} onsets.`,
    columns: { label: `Second, the onset after ${before}` },
    rows: { label: 'Onset' },
    values: courses.map(({ indices }) => indices),
    value: { label: 'Index', domain: [0, 1] },
  });
}

function strips(id: string, caption: string, all: readonly Strip[]): Figure[] {
  const shown = all.slice(0, mostStrips);
  return stripFigures({ id, caption, summary: `${shown.length} ECG strips: ${caption}`, strips: shown });
}
