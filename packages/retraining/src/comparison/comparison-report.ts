import {
  histogram,
  scatter,
  table,
  type Figure,
  type Report,
  type ReportFact,
  type ReportSection,
  type ReportTable,
} from '@beatwatch/report';
import type { SelectionSummary } from '../selection/selection-summary.ts';
import { rateRows } from '../replayed-alarms/rate-rows.ts';
import type { ComparedAlarms } from './compare-alarms.ts';
import type { Comparison, SetComparison } from './compare-models.ts';
import { figureNames, figureTitles, signed } from './figures.ts';

interface ComparisonReportOptions {
  readonly comparison: Comparison;
  /** What the challenger was trained on. Default: the report says nothing of it. */
  readonly selection?: { readonly fingerprint: string; readonly summary: SelectionSummary };
  /** Settings, versions, durations. */
  readonly facts: readonly ReportFact[];
  /** Between the comparison and what the challenger was trained on, such as drift. Default: none. */
  readonly sections?: readonly ReportSection[];
}

/** Whether to promote a challenger, in the first sentence, and everything that it is based on. */
export function comparisonReport(options: ComparisonReportOptions): Report {
  const { comparison, selection, facts, sections = [] } = options;
  const { verdict, sets, alarms, rule, missing, champion, challenger } = comparison;
  return {
    title: 'Champion and challenger',
    lead: [verdict.sentence, ...(missing.length === 0 ? [] : [`Not compared on ${missing.join('; ')}.`])],
    facts: [
      { name: 'Champion', value: champion, code: true },
      { name: 'Challenger', value: challenger, code: true },
      {
        name: 'Rule',
        value: `better by at least ${rule.betterBy} beyond chance somewhere, worse by more than ${rule.worseBy} nowhere; ruled out on reference sets: more than ${rule.openLoss} worse, ${rule.openFalseAlarmsPerHour} false alarms an hour more, ${rule.openRunLoss} of the runs missed`,
      },
      ...facts,
    ],
    sections: [
      {
        id: 'reasons',
        title: 'What decides',
        text:
          verdict.reasons.length === 0
            ? ['No figure changed by more than the rule allows, or gained as much as it asks for.']
            : verdict.reasons,
      },
      ...sets.map(setSection),
      ...(alarms.length === 0 ? [] : [alarmSection(alarms)]),
      ...sections,
      ...(selection === undefined ? [] : [selectionSection(selection)]),
    ],
    data: { comparison, ...(selection && { selection }) },
  };
}

function setSection(set: SetComparison): ReportSection {
  const { name, title, beats, labelled, learnedFrom, figures } = set;
  const judged = `${beats.normal} normal and ${beats.anomalous} anomalous beats; intervals of 95 % by bootstrap over ${figures.units} ${figures.drawn}.`;
  const seen =
    learnedFrom.of === 0 || learnedFrom.champion + learnedFrom.challenger === 0
      ? []
      : [
          `The champion learned from ${learnedFrom.champion} of these ${learnedFrom.of} recordings, the challenger from ${learnedFrom.challenger}: their figures are too good by the same amount only where both did.`,
        ];
  return {
    id: name,
    title: `On ${title}`,
    text: [
      judged,
      ...(labelled
        ? ['People of the ward labelled these beats; nothing of these patients from then on was trained on.']
        : seen),
    ],
    content: [figuresTable(set), ...pictures(set)],
  };
}

const alarmSection = (alarms: readonly ComparedAlarms[]): ReportSection => ({
  id: 'alarms',
  title: 'Alarms',
  text: ['The first lead of each record as a patient, whose annotations tell which alarms are right.'],
  content: alarms.map(({ name, title, rates }) =>
    table({
      id: `${name}-alarms`,
      caption: `Alarms on ${title}: ${rates.patients} patients, ${rates.hours.toFixed(1)} h, ${rates.events} runs and onsets.`,
      columns: ['', 'Champion', 'Challenger', 'Difference, 95 % interval'],
      rows: rateRows(rates).map(([figure = '', champion = '', challenger = '', , interval = '']) => [
        figure,
        champion,
        challenger,
        interval,
      ]),
    }),
  ),
});

function figuresTable({ name, title, figures }: SetComparison): ReportTable {
  return table({
    id: `${name}-figures`,
    caption: `Both models on ${title}; all figures are shares, higher is better.`,
    columns: ['', 'Champion', 'Challenger', 'Difference', '95 % interval'],
    rows: figureNames.flatMap((figure) => {
      const difference = figures.difference[figure];
      if (difference === undefined) return [];
      const { estimate, interval } = difference;
      return [
        [
          figureTitles[figure],
          decimals(figures.champion[figure]),
          decimals(figures.challenger[figure]),
          signed(estimate),
          interval.map((bound) => signed(bound)).join(' to '),
        ],
      ];
    }),
  });
}

function pictures({ name, title, patients }: SetComparison): Figure[] {
  if (patients.length < 2) return [];
  const changes = patients.map(({ champion, challenger }) => challenger - champion);
  const better = changes.filter((change) => change > 0).length;
  const lowest = Math.min(...patients.flatMap(({ champion, challenger }) => [champion, challenger]));
  return [
    scatter({
      id: `${name}-patients`,
      caption: `AUROC of the anomaly score of each patient; above the line of dots the challenger is better, as it is for ${better} of ${patients.length}.`,
      summary: `Each patient's AUROC by the champion and by the challenger on ${title}.`,
      axes: ['Champion', 'Challenger'],
      groups: [
        { name: 'patients', points: patients.map(({ champion, challenger }) => [champion, challenger]) },
        {
          name: 'no difference',
          colour: 'grey',
          points: Array.from({ length: 50 }, (_, index) => {
            const at = lowest + ((1 - lowest) * index) / 49;
            return [at, at];
          }),
        },
      ],
    }),
    histogram({
      id: `${name}-changes`,
      caption: 'Change of the AUROC from champion to challenger, a patient each.',
      summary: `Distribution of the change over ${patients.length} patients.`,
      x: { label: 'Challenger less champion' },
      distributions: [{ name: 'patients', values: changes }],
      threshold: { value: 0, label: 'no change' },
      bins: 20,
    }),
  ];
}

function selectionSection({
  fingerprint,
  summary,
}: NonNullable<ComparisonReportOptions['selection']>): ReportSection {
  const { beats, omitted, labels } = summary;
  return {
    id: 'selection',
    title: 'What the challenger learned from',
    text: [
      `Selection ${fingerprint}: ${summary.seen} beats were looked at, ${beats.train} of ${summary.patients} patients are trained on and ${beats.validation} validate.`,
      `${labels.alarms} alarms were labelled: ${labels.takenAsFalse} are taken as false and their beats as normal, ${labels.takenAsTrue} as true, ${labels.undecided} are left open.`,
    ],
    content: [
      table({
        id: 'selection-omitted',
        caption: 'Why beats were left out.',
        columns: ['Reason', 'Beats'],
        rows: Object.entries(omitted).map(([reason, count]) => [reason, String(count)]),
      }),
      ...(Object.keys(labels.reliability).length === 0
        ? []
        : [
            table({
              id: 'selection-labellers',
              caption:
                'How often labels are right, as far as other people and the signal tell; 50 % is chance.',
              columns: ['Who', 'Right'],
              rows: Object.entries(labels.reliability).map(([actor, share]) => [
                actor,
                `${(100 * share).toFixed(0)} %`,
              ]),
            }),
          ]),
    ],
  };
}

const decimals = (value: number | undefined): string => value?.toFixed(4) ?? '';
