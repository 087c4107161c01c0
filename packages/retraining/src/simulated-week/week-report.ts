import { table, type Report, type ReportTable } from '@beatwatch/report';
import type { RateComparison } from '../replayed-alarms/compare-counts.ts';
import { rateRows } from '../replayed-alarms/rate-rows.ts';
import type { Ward } from './recorded-ward.ts';
import { weekGroups, type WeekGroup, type WeekOutcome } from './study-week.ts';

const groupTitles: Readonly<Record<WeekGroup, string>> = {
  others: 'other patients of the ward',
  later: 'the same patients later',
  own: 'patients with false alarms, by their own labels alone',
  elsewhere: 'patients of the other data set',
};

function rowsOf(title: string, comparison: RateComparison): string[][] {
  const { patients, hours, events } = comparison;
  const about = `${title} (${patients}, ${hours.toFixed(1)} h, ${events} events)`;
  return rateRows(comparison).map((row, index) => [index === 0 ? about : '', ...row]);
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
    ...(outcome.promotion === undefined ? [] : [promotionTable(ward, outcome.promotion)]),
    ...(outcome.bedside === undefined ? [] : [bedsideTable(ward, outcome.bedside)]),
  ]);
}

const promotionTable = (ward: string, { verdict }: NonNullable<WeekOutcome['promotion']>): ReportTable =>
  table({
    id: `promotion-${ward}`,
    caption: `What the rule of a promotion says of the labels of ${ward}, on the other data set, first seed.`,
    columns: ['verdict'],
    rows: [verdict.sentence, ...verdict.reasons].map((sentence) => [sentence]),
  });

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
