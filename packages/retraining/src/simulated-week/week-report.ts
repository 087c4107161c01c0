import { table, type Report, type ReportTable } from '@beatwatch/report';
import { weekFigureNames, type WeekComparison, type WeekFigure } from './patient-counts.ts';
import type { Ward } from './recorded-ward.ts';
import { weekGroups, type WeekGroup, type WeekOutcome } from './study-week.ts';

const titles: Readonly<Record<WeekFigure, string>> = {
  falseAlarmsPerHour: 'false alarms an hour',
  soundingFalsePerHour: 'of these that sound',
  ventricularFalsePerHour: 'of these of ventricular beats',
  trueAlarmsPerHour: 'true alarms an hour',
  runSensitivity: 'runs and onsets alarmed within 10 s, %',
};

const groupTitles: Readonly<Record<WeekGroup, string>> = {
  others: 'other patients of the ward',
  later: 'the same patients later',
  own: 'patients with false alarms, by their own labels alone',
  elsewhere: 'patients of the other data set',
};

const shownOf = (name: WeekFigure, value: number): string =>
  Number.isNaN(value) ? '' : name === 'runSensitivity' ? (100 * value).toFixed(1) : value.toFixed(2);

const signed = (name: WeekFigure, value: number): string =>
  `${value > 0 ? '+' : value < 0 ? '−' : ''}${shownOf(name, Math.abs(value))}`;

function rowsOf(title: string, comparison: WeekComparison): string[][] {
  const { patients, hours, events, shipped, retrained, seeds, intervals } = comparison;
  return weekFigureNames.map((name, index) => {
    const interval = intervals[name];
    return [
      index === 0 ? `${title} (${patients}, ${hours.toFixed(1)} h, ${events} events)` : '',
      titles[name],
      shownOf(name, shipped[name]),
      shownOf(name, retrained[name]),
      seeds[name].map((value) => shownOf(name, value)).join(', '),
      interval === undefined ? '' : interval.map((bound) => signed(name, bound)).join(' to '),
    ];
  });
}

/** What labels are worth, by ward: for the report and the terminal. */
export function weekTables(outcomes: Readonly<Partial<Record<Ward, WeekOutcome>>>): ReportTable[] {
  return Object.entries(outcomes).flatMap(([ward, outcome]) => [
    table({
      id: `week-${ward}`,
      caption: `Recordings of ${ward} as a ward: ${outcome.labelled.falseAlarms} false alarms and ${outcome.labelled.trueAlarms} true ones are labelled. Intervals are those of the difference, over patients.`,
      columns: ['judged', '', 'shipped', 'retrained', 'seeds', 'difference, 95 %'],
      rows: weekGroups.flatMap((name) => {
        const comparison = outcome.comparisons[name];
        return comparison === undefined ? [] : rowsOf(groupTitles[name], comparison);
      }),
    }),
    ...(outcome.bedside === undefined ? [] : [bedsideTable(ward, outcome.bedside)]),
  ]);
}

const bedsideTable = (
  ward: string,
  { shipped, retrained }: NonNullable<WeekOutcome['bedside']>,
): ReportTable =>
  table({
    id: `bedside-${ward}`,
    caption: `Bedside alarms of ventricular tachycardia (cinc2015), which nothing has learned from, after the labels of ${ward}.`,
    columns: ['', 'true ones repeated', 'false ones repeated'],
    rows: [shipped, ...retrained].map((figures, index) => [
      index === 0 ? 'shipped' : `retrained, seed ${index}`,
      `${figures.trueRepeated} of ${figures.true}`,
      `${figures.falseRepeated} of ${figures.false}`,
    ]),
  });

/** @param facts settings, command, duration */
export function weekReport(
  outcomes: Readonly<Partial<Record<Ward, WeekOutcome>>>,
  facts: Report['facts'],
): Report {
  return {
    title: 'What labels are worth',
    lead: [
      'Recordings are the patients of a ward, their annotations what staff says of every alarm. Classes of beats are retrained on these labels as a job does, from a model that has learned from none of the recordings, and judged on other patients, on the same ones later, and on another data set.',
    ],
    facts,
    sections: weekTables(outcomes).map((content) => ({
      id: `section-${content.id}`,
      title: content.caption,
      content: [content],
    })),
    data: { study: 'retraining', outcomes },
  };
}
