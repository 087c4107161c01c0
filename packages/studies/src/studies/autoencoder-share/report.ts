import { table, type Report, type ReportTable } from '@beatwatch/report';
import type { EvaluationFacts } from '../../reporting/evaluation-context.ts';
import { commandFact, durationFact } from '../../reporting/report-facts.ts';
import type { Auroc } from './resampled-auroc.ts';
import type { AutoencoderShareSettings } from './settings.ts';
import type { AutoencoderShareOutcome } from './outcome.ts';

export function autoencoderShareReport(
  outcome: AutoencoderShareOutcome,
  facts: AutoencoderShareSettings & Pick<EvaluationFacts, 'command' | 'durationMs'>,
): Report {
  return {
    title: 'What the autoencoder finds',
    lead: [
      'Autoencoders that learned beats without labels, against a template of the patient, linear methods and boosted trees. Data sets that judge had no part in training. Values are AUROC with 95 % intervals over resampled patients; a gain is the interval of the difference from another method.',
    ],
    sections: shareTables(outcome).map((content) => ({
      id: `section-${content.id}`,
      title: content.caption,
      content: [content],
    })),
    facts: [
      { name: 'Seed', value: String(facts.seed) },
      { name: 'Epochs of the denoiser', value: String(facts.denoiserEpochs) },
      durationFact(facts, 'min'),
      commandFact(facts),
    ],
    data: { study: 'autoencoder-share', outcome },
  };
}

/** The study's tables, for the report and the terminal. */
export function shareTables({
  leftOut,
  admission,
  denoised,
  fewLabels,
}: AutoencoderShareOutcome): ReportTable[] {
  return [
    ...Object.entries(leftOut).map(([dataSet, classes], index) =>
      table({
        id: `left-out-${index}`,
        caption: `Classes without labels, ${dataSet}`,
        columns: ['class', 'patients', 'beats', ...methodsOf(classes[0]?.aurocs)],
        rows: classes.map(({ kind, patients, beats, aurocs }) => [
          kind,
          String(patients),
          String(beats),
          ...cells(aurocs),
        ]),
      }),
    ),
    table({
      id: 'admission',
      caption: 'Ventricular rhythms of patients of whom nothing is known, vfdb',
      columns: ['', 'patients', 'detections', ...methodsOf(admission.aurocs)],
      rows: [['vfdb', String(admission.patients), String(admission.beats), ...cells(admission.aurocs)]],
    }),
    table({
      id: 'denoised',
      caption: 'Ventricular beats in noise without labels, by distance to the median beat',
      columns: ['data set', 'noise', 'patients', 'beats', ...methodsOf(denoised[0]?.aurocs)],
      rows: denoised.map(({ dataSet, noise, patients, beats, aurocs }) => [
        dataSet,
        noise,
        String(patients),
        String(beats),
        ...cells(aurocs),
      ]),
    }),
    table({
      id: 'few-labels',
      caption: 'Ventricular beats after labels of some patients of the other data set',
      columns: ['data set', 'noise', 'labelled', ...methodsOf(fewLabels[0]?.aurocs)],
      rows: fewLabels.map(({ dataSet, noise, labelled, aurocs }) => [
        dataSet,
        noise,
        String(labelled),
        ...cells(aurocs),
      ]),
    }),
  ];
}

const methodsOf = (aurocs: Readonly<Record<string, Auroc>> = {}): string[] => Object.keys(aurocs);

const cells = (aurocs: Readonly<Record<string, Auroc>>): string[] =>
  Object.values(aurocs).map(({ value, low, high, gains }) =>
    [
      `${decimal(value)} (${decimal(low)} to ${decimal(high)})`,
      ...Object.entries(gains).map(
        ([other, gain]) => `over ${other} ${decimal(gain.low)} to ${decimal(gain.high)}`,
      ),
    ].join(', '),
  );

const decimal = (value: number): string => value.toFixed(3);
