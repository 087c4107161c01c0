import { barChart, histogram, table, type Figure, type Report } from '@beatwatch/report';
import type { EvaluationFacts } from '../../reporting/evaluation-context.ts';
import { commandFact, durationFact } from '../../reporting/report-facts.ts';
import { decimal, kindTitle, percent } from '../../reporting/format.ts';
import type { RecordingLabel } from './labelled-recordings.ts';
import { stripFigures } from '../../strips/strip-figures.ts';
import { recordingLabels, type ScoredRecordings, type WearableEvaluation } from './score-recordings.ts';

const labelTitles: Readonly<Record<RecordingLabel, string>> = {
  N: 'Normal',
  A: 'Atrial fibrillation',
  O: 'Other rhythm',
  '~': 'Too noisy',
  rest: 'At rest',
  walking: 'Walking',
  running: 'Running',
};

export function wearableReport({ evaluation, strips }: ScoredRecordings, facts: EvaluationFacts): Report {
  const { pooled, labels, records } = evaluation;
  const noise = labels['~'];
  return {
    title: 'Recordings of a wearable',
    lead: [
      `${Object.keys(records).length} recordings of 10 to 61 s went through the live path, each as a separate patient. ` +
        (noise === undefined
          ? ''
          : `Of ${noise.recordings} that experts labelled too noisy, ${noise.technicalRecordings} led to a technical state, and ${noise.alarmedRecordings} raised a clinical alarm.`),
      `Of ${pooled.normalRecordings} recordings of normal rhythm or of people at rest, walking or running, ${pooled.normalSounding} raised a clinical alarm that sounds; in ${pooled.normalFalselySounding} no annotated rate supports it.` +
        (pooled.atrialFibrillation === undefined
          ? ''
          : ` Atrial fibrillation is found with an F1 of ${decimal(pooled.atrialFibrillation.f1)}${seenText(pooled.atrialFibrillation)}: ${percent(pooled.atrialFibrillation.sensitivity, 1)} of its recordings, and ${percent(pooled.atrialFibrillation.positivePredictivity, 1)} of those called so have it.`),
      `The mean anomaly score of a recording separates other rhythms from normal ones with an AUROC of ${decimal(pooled.aurocO)}, atrial fibrillation with ${decimal(pooled.aurocA)}. ` +
        (pooled.unadaptedAurocO === undefined
          ? ''
          : `The autoencoder’s reconstruction loss, without adaptation to the patient, reaches ${decimal(pooled.unadaptedAurocO)} and ${decimal(pooled.unadaptedAurocA)}.`),
    ],
    sections: [
      {
        id: 'labels',
        title: 'Each label',
        text: [
          'A recording’s score is the mean anomaly score of its beats outside the seconds too poor to judge; a recording with fewer than five such beats has no score. The anomaly score is how far the error of the reconstruction is from that of the patient’s own beats, over what is usual for them (1 is usual); it is not the reconstruction loss. Such short recordings end before a patient’s threshold is learned, when little is known of the patient.',
        ],
        content: [labelTable(evaluation), technicalFigure(evaluation), ...scoreFigure(evaluation)],
      },
      {
        id: 'strips',
        title: 'Clinical alarms',
        content: stripFigures({
          id: 'alarm-strips',
          caption:
            'The seconds before the first clinical alarm of a recording. Dashed: when it became known.',
          summary: `${strips.length} ECG strips before clinical alarms.`,
          strips: strips.slice(0, mostStrips),
        }),
      },
    ],
    facts: [
      commandFact(facts),
      { name: 'Labels', value: 'REFERENCE.csv of the PhysioNet/CinC Challenge 2017' },
      durationFact(facts),
    ],
    data: { evaluation: 'wearable', figures: evaluation },
  };
}

/** The model must not be praised for recordings that it knows. */
const seenText = ({
  trainedOn,
  crossValidatedF1,
}: NonNullable<WearableEvaluation['pooled']['atrialFibrillation']>): string =>
  trainedOn === 0
    ? ''
    : ` on ${trainedOn} recordings that the model was trained on${crossValidatedF1 === undefined ? '' : `, ${decimal(crossValidatedF1)} by models that were not`}`;

const mostStrips = 30;

function labelTable({ labels }: WearableEvaluation) {
  return table({
    id: 'by-label',
    caption: 'Recordings by the label that experts gave them.',
    columns: [
      'Label',
      'Recordings',
      'With a technical state',
      'Time in it',
      'Seconds too poor',
      'With a clinical alarm',
      'that sounds',
      'Kinds',
      'Median anomaly score',
    ],
    rows: recordingLabels.flatMap((label) => {
      const figures = labels[label];
      if (figures === undefined) return [];
      const kinds = Object.entries(figures.alarmsByKind);
      return [
        [
          labelTitles[label],
          String(figures.recordings),
          String(figures.technicalRecordings),
          percent(figures.technicalShare, 1),
          percent(figures.unusableShare, 1),
          String(figures.alarmedRecordings),
          String(figures.soundingRecordings),
          kinds.map(([kind, count]) => `${kindTitle(kind)} ${count}`).join(', '),
          decimal(figures.medianScore, 2),
        ],
      ];
    }),
  });
}

function technicalFigure({ labels }: WearableEvaluation): Figure {
  return barChart({
    id: 'technical-state',
    caption: 'Recordings that led to a technical state, by label.',
    summary: 'Bar chart of the share of recordings with a technical alarm for each label.',
    value: { label: 'Recordings (%)', domain: [0, 100] },
    bars: recordingLabels.flatMap((label) => {
      const figures = labels[label];
      if (figures === undefined) return [];
      return [{ name: labelTitles[label], value: (100 * figures.technicalRecordings) / figures.recordings }];
    }),
    format: (value) => value.toFixed(0),
  });
}

function scoreFigure({ records }: WearableEvaluation): Figure[] {
  const scoresOf = (label: RecordingLabel): number[] =>
    Object.values(records).flatMap((record) => (record.label === label ? (record.score ?? []) : []));
  const distributions = (['N', 'O', 'A'] as const)
    .map((label) => ({ name: labelTitles[label], values: scoresOf(label) }))
    .filter(({ values }) => values.length > 0);
  if (distributions.length === 0) return [];
  return [
    histogram({
      id: 'scores',
      caption: 'Mean anomaly scores of recordings of normal rhythm, other rhythms and atrial fibrillation.',
      summary: 'Histogram of the mean anomaly scores of recordings, one distribution for each label.',
      x: { label: 'Mean anomaly score of the beats', scale: 'log' },
      bins: 24,
      distributions,
    }),
  ];
}
