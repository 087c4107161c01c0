import { table, type ReportSection } from '@beatwatch/report';
import { decimal, percent } from '../../reporting/format.ts';
import { variantId } from '../../noise/variants.ts';
import { alarmStrips } from './report-alarms.ts';
import type { BeatsFigures } from './figures.ts';
import type { ScoredRecords } from './score-records.ts';

export function noiseSections({ evaluation, noisy }: ScoredRecords): ReportSection[] {
  if (evaluation.noise === undefined) return [];
  const variants = Object.entries(evaluation.noise).flatMap(([name, bySnr]) =>
    Object.entries(bySnr).map(([snr, found]) => ({ name: `${name} ${snr} dB`, found })),
  );
  return [
    {
      id: 'noise',
      title: 'With noise',
      text: [
        'Noise records of the MIT-BIH Noise Stress Test Database (em electrode motion, ma muscle, bw baseline wander), added as by WFDB’s nst: the power of the signal is an eighth of the squared peak-to-peak amplitude of normal QRS complexes. Alarms are judged by the annotations of the clean record.',
      ],
      content: [
        table({
          id: 'noise-figures',
          caption: 'All records together. Technical state: share of the time with an active technical alarm.',
          columns: [
            '',
            'R peaks: sensitivity',
            'positive predictivity',
            'AUROC V',
            'AUROC S',
            'False alarms that sound, an hour',
            'against clean',
            'Events within 10 s',
            'Technical state',
            'where noisy',
          ],
          rows: [
            row('clean', evaluation.pooled),
            ...variants.map(({ name, found }) => row(name, found.pooled, found.falseAlarmsAgainstClean)),
          ],
          highlightedRow: 0,
        }),
        ...variants.flatMap(({ name }) => {
          const outcomes = noisy.get(name) ?? [];
          return alarmStrips(
            outcomes.map((outcome) => ({
              ...outcome,
              strips: {
                ...outcome.strips,
                missedEvents: [],
                falseAlarms: outcome.strips.falseAlarms.slice(0, 1),
              },
            })),
            `${variantId(name)}-`,
          );
        }),
      ],
    },
  ];
}

const row = (name: string, figures: BeatsFigures, againstClean?: number): string[] => [
  name,
  percent(figures.rPeakSensitivity),
  percent(figures.rPeakPositivePredictivity),
  decimal(figures.aurocV),
  decimal(figures.aurocS),
  decimal(figures.soundingFalseAlarmsPerHour, 2),
  againstClean === undefined ? '' : `${decimal(againstClean, 2)} times`,
  percent(figures.eventsAlarmedWithin10s, 1),
  percent(figures.technicalShare, 1),
  percent(figures.noisyTechnicalShare, 1),
];
