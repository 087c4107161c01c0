import { table, type Report, type ReportTable } from '@beatwatch/report';
import type { RateComparison } from '../replayed-alarms/compare-counts.ts';
import { wards } from './recorded-ward.ts';
import { worthOf, type CorrectionSearch } from './search-correction.ts';

const percent = (value: number): string => (100 * value).toFixed(1);

function cellsOf({ champion, challenger, seeds, intervals }: RateComparison): string[] {
  const interval = intervals.ventricularFalsePerHour?.map((bound) => bound.toFixed(2)).join(' to ') ?? '';
  return [
    `${champion.ventricularFalsePerHour.toFixed(2)} to ${challenger.ventricularFalsePerHour.toFixed(2)} (${seeds.ventricularFalsePerHour.map((value) => value.toFixed(2)).join(', ')}; ${interval})`,
    `${champion.trueAlarmsPerHour.toFixed(2)} to ${challenger.trueAlarmsPerHour.toFixed(2)}`,
    `${percent(champion.runSensitivity)} to ${percent(challenger.runSensitivity)}`,
  ];
}

/** What each setting is worth on each data set, and who chooses it: for the report and the terminal. */
export function searchTable({ tried, chosenBy, chosen }: CorrectionSearch): ReportTable {
  return table({
    id: 'search',
    caption:
      'Patients who labelled nothing, by what the labels of the other folds of their data set taught. Worth: the share of false alarms of ventricular beats that is spared, plus the share of missed runs that is found; none where false alarms, true alarms or found runs are worse than by the shipped trees. In brackets: each seed, and the interval of the difference, 95 %, over patients.',
    columns: [
      'weight of false alarms; of true ones',
      'data set',
      'false alarms of ventricular beats, an hour',
      'true alarms, an hour',
      'runs and onsets alarmed within 10 s, %',
      'worth',
      'chosen by',
    ],
    rows: tried.flatMap(({ correction: { weights }, comparisons }, index) =>
      wards.map((ward, place) => [
        place === 0 ? `${weights['false alarm']}; ${weights['true alarm']}` : '',
        ward,
        ...cellsOf(comparisons[ward]),
        worthOf(comparisons[ward])?.toFixed(2) ?? '',
        [
          ...(chosenBy[ward] === index ? [ward] : []),
          ...(place === 0 && chosen === index ? ['both'] : []),
        ].join(', '),
      ]),
    ),
  });
}

/** @param facts settings, command, duration */
export function searchReport(search: CorrectionSearch, facts: Report['facts']): Report {
  const content = searchTable(search);
  return {
    title: 'What labels should count',
    lead: [
      'Settings of the correction of the trees that tell classes, each tried on patients who labelled nothing. What is chosen on one data set is judged by what it does on the other.',
    ],
    facts,
    sections: [{ id: 'section-search', title: 'Settings', content: [content] }],
    data: { study: 'retraining-search', search },
  };
}
