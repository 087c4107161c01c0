import { table, type Figure, type Report, type ReportSection, type Strip } from '@beatwatch/report';
import type { EvaluationFacts } from '../../reporting/evaluation-context.ts';
import { commandFact, durationFact } from '../../reporting/report-facts.ts';
import { percent } from '../../reporting/format.ts';
import { stripFigures } from '../../strips/strip-figures.ts';
import { variantId } from '../../noise/variants.ts';
import type { PeakFigures, PeakResult, PeakResults, RPeakEvaluation, ScoredRPeaks } from './score-folder.ts';

export function rPeakReport({ evaluation, strips }: ScoredRPeaks, facts: EvaluationFacts): Report {
  const { pooled, average, records } = evaluation;
  const beats = pooled.truePositives + pooled.falseNegatives;
  return {
    title: 'R peaks of the live path',
    lead: [
      `Of ${beats} annotated beats in ${Object.keys(records).length} records the live path found ${percent(pooled.sensitivity)}; ` +
        `${percent(pooled.positivePredictivity)} of what it found are beats. The mean over records is ${percent(average.sensitivity)} and ` +
        `${percent(average.positivePredictivity)}.`,
    ],
    sections: [
      {
        id: 'records',
        title: 'Every record',
        text: [
          'Whole records go through the pipeline that packets go through. Judged from the first annotated beat to the last. A peak matches a beat within 150 ms; ventricular flutter is excluded (ANSI/AAMI EC57:2012, 4.3.3).',
        ],
        content: [...groupTables(evaluation), recordTable('clean-records', 'R peaks by record.', evaluation)],
      },
      ...noiseSections(evaluation),
      {
        id: 'worst',
        title: 'Where peaks are wrong',
        text: [
          'The places with the most errors, two a record at most. Annotated beats are shown above each trace.',
        ],
        content: worstStrips(strips),
      },
    ],
    facts: [
      commandFact(facts),
      { name: 'Records', value: Object.keys(records).join(', ') },
      durationFact(facts),
    ],
    data: { evaluation: 'rpeaks', figures: evaluation },
  };
}

const worstStrips = (strips: readonly Strip[]): Figure[] =>
  stripFigures({
    id: 'worst-peaks',
    caption: 'Dashed orange: an annotated beat that was missed. Dashed purple: a peak without a beat.',
    summary: `${strips.length} ECG strips around missed and false R peaks.`,
    strips,
  });

const countColumns = ['Beats', 'Missed', 'Wrong', 'Sensitivity', 'Positive predictivity'];

const counted = (name: string, result: PeakResult): string[] => [
  name,
  String(result.truePositives + result.falseNegatives),
  String(result.falseNegatives),
  String(result.falsePositives),
  ...shares(result),
];

function groupTables({ groups }: PeakResults) {
  const rows = Object.entries(groups).map(([name, result]) => counted(name, result));
  if (rows.length === 0) return [];
  const caption = 'R peaks by lead, or by what people did.';
  return [table({ id: 'groups', caption, columns: ['', ...countColumns], rows })];
}

function recordTable(id: string, caption: string, { pooled, average, records }: PeakResults) {
  const rows = Object.entries(records).map(([name, result]) => counted(name, result));
  return table({
    id,
    caption,
    columns: ['Record', ...countColumns],
    rows: [...rows, ['Average', '', '', '', ...shares(average)], counted('Pooled', pooled)],
    highlightedRow: rows.length + 1,
  });
}

const shares = ({ sensitivity, positivePredictivity }: PeakFigures): string[] => [
  percent(sensitivity),
  percent(positivePredictivity),
];

function noiseSections({ noise }: RPeakEvaluation): ReportSection[] {
  if (noise === undefined) return [];
  const tables = Object.entries(noise).flatMap(([name, bySnr]) =>
    Object.entries(bySnr).map(([snr, results]) => noiseTable(name, snr, results)),
  );
  return [
    {
      id: 'noise',
      title: 'With noise',
      text: [
        'Noise records of the MIT-BIH Noise Stress Test Database, added at the stated ratio as by WFDB’s nst: the power of the signal is an eighth of the squared peak-to-peak amplitude of normal QRS complexes.',
      ],
      content: tables,
    },
  ];
}

function noiseTable(name: string, snr: string, { pooled, records, noisyPooled, noisyRecords }: PeakResults) {
  const rows = [...Object.entries(records), ['Pooled', pooled] as const].map(([record, result]) => [
    record,
    ...shares(result),
    ...shares((record === 'Pooled' ? noisyPooled : noisyRecords?.[record]) ?? {}),
  ]);
  return table({
    id: `noise-${variantId(`${name} ${snr} dB`)}`,
    caption: `${name} at ${snr} dB, over whole records and in the noisy spans alone.`,
    columns: [
      'Record',
      'Sensitivity',
      'Positive predictivity',
      'Sensitivity, noisy',
      'Positive predictivity, noisy',
    ],
    rows,
    highlightedRow: rows.length - 1,
  });
}
