import {
  imageGrid,
  lineChart,
  scatter,
  table,
  type Figure,
  type Report,
  type ReportTable,
} from '@beatwatch/report';
import { digitSide } from '../mnist.ts';
import { studyFacts } from '../study-facts.ts';
import { greyBytes } from '../snapshots.ts';
import { epochPictures, lossCurves, validationLosses } from '../training-figures.ts';
import type {
  AutoencoderStudyOutcome,
  AutoencoderStudyRun,
  VariantOutcome,
  VariantRun,
} from './variant-run.ts';

export interface AutoencoderReportInput extends AutoencoderStudyRun {
  readonly outcome: AutoencoderStudyOutcome;
  readonly command: string;
  readonly durationMs: number;
}

const picture = { imageWidth: digitSide, imageHeight: digitSide } as const;

export function autoencoderReport(input: AutoencoderReportInput): Report {
  const { outcome, runs } = input;
  return {
    title: 'MNIST: the family of autoencoders side by side',
    lead: lead(outcome),
    sections: [
      {
        id: 'result',
        title: 'Side by side',
        text: [
          'Figures of test digits, on which no autoencoder was trained. “On” counts the units of a code above a twentieth ' +
            'of its largest value; the Jacobian norm is how strongly a code responds to a small change of the image, as it ' +
            'is and with the code scaled to a spread of 1; the penalty is the variant’s additional loss, without its ' +
            'weight, mean over its best epoch.',
        ],
        content: [sideBySide(outcome), reconstructions(input)],
      },
      { id: 'losses', title: 'Losses', content: lossComparisons(runs) },
      {
        id: 'latent-space',
        title: 'The space of codes',
        text: ['Each test digit is drawn at its code. No label was used in training.'],
        content: latentMaps(input),
      },
      {
        id: 'between',
        title: 'Between two digits, and new ones',
        content: [walks(runs), ...newDigits(runs)],
      },
      ...runs.map((run) => variantSection(run, input)),
    ],
    facts: studyFacts({ ...input, engine: outcome.engine }),
    data: {
      study: 'mnist-autoencoder',
      outcome,
      histories: Object.fromEntries(
        runs.map(({ variant, trained }) => [
          variant.id,
          trained.history.map(({ trainSteps: _, validationSteps: __, ...epoch }) => epoch),
        ]),
      ),
    },
  };
}

function lead({ variants }: AutoencoderStudyOutcome): string[] {
  const psnr = (id: string): string =>
    `${(variants.find((variant) => variant.id === id)?.psnrDb ?? Number.NaN).toFixed(1)} dB`;
  return [
    `Nine autoencoders learned to reconstruct handwritten digits from a code. With three numbers, a test digit is ` +
      `reconstructed with a PSNR of ${psnr('vanilla-3')}, with five ${psnr('vanilla-5')}, with 32 behind a single layer ${psnr('undercomplete')}, ` +
      `and with 128 of which only a few may be on ${psnr('sparse-l1')}.`,
    'A better reconstruction is not the aim of most: each variant has an additional penalty, which the table shows.',
  ];
}

function sideBySide({ variants }: AutoencoderStudyOutcome): ReportTable {
  return table({
    id: 'variants',
    caption: 'Losses are mean squared errors of the best epoch, pixels 0 to 1',
    columns: [
      'Variant',
      'Best epoch',
      'Train loss',
      'Validation loss',
      'PSNR (dB)',
      'Units on',
      'Mean activation',
      'Jacobian norm',
      'Scaled',
      'Penalty',
    ],
    rows: variants.map((variant: VariantOutcome) => [
      variant.name,
      `${variant.bestEpoch} of ${variant.epochs}`,
      variant.trainLoss.toFixed(4),
      variant.validationLoss.toFixed(4),
      variant.psnrDb.toFixed(2),
      `${variant.unitsOn.toFixed(1)} of ${variant.units}`,
      variant.meanActivation.toPrecision(3),
      variant.jacobianNorm.toPrecision(3),
      variant.relativeJacobianNorm.toPrecision(3),
      variant.penalty === undefined ? '–' : variant.penalty.toPrecision(3),
    ]),
  });
}

const reconstructions = ({ runs, shown }: AutoencoderReportInput): Figure =>
  imageGrid({
    ...picture,
    id: 'reconstructions',
    caption: 'The first test digit of each label, and its reconstruction by each autoencoder.',
    summary: 'Ten test digits and their reconstructions by each autoencoder.',
    rows: [
      { title: 'Original', images: shown.images.map(greyBytes) },
      ...runs.map(({ variant, reconstructions: images }) => ({
        title: variant.name,
        images: images.map(greyBytes),
      })),
    ],
    cell: 48,
  });

/** Two charts, of codes with up to five numbers and of wide ones. */
function lossComparisons(runs: readonly VariantRun[]): Figure[] {
  const chart = (id: string, caption: string, chosen: readonly VariantRun[]): Figure =>
    lineChart({
      id,
      caption,
      summary: caption,
      x: { label: 'Epoch' },
      y: { label: 'Validation loss (mean squared error)', scale: 'log' },
      series: chosen.map(({ variant, trained }) => ({
        name: variant.name,
        values: validationLosses(trained.history),
      })),
    });
  return [
    chart(
      'losses-small',
      'Codes of two to five numbers.',
      runs.filter(({ measures }) => measures.units <= 5),
    ),
    chart(
      'losses-wide',
      'Codes of 32 to 128 numbers. The denoising autoencoder is judged on noisy validation digits.',
      runs.filter(({ measures }) => measures.units > 5),
    ),
  ];
}

const latentMaps = ({ runs, latentLabels }: AutoencoderReportInput): Figure[] =>
  runs
    .filter(({ measures }) => measures.units <= 3)
    .map(({ variant, latents, measures }) =>
      scatter({
        id: `latents-${variant.id}`,
        caption: `${variant.name}: codes of ${latents.length.toLocaleString('en')} test digits.`,
        summary: `Codes of test digits by the autoencoder “${variant.name}”, one group of points a digit.`,
        axes: measures.units === 2 ? ['Code 1', 'Code 2'] : ['Code 1', 'Code 2', 'Code 3'],
        groups: Array.from({ length: 10 }, (_, digit) => ({
          name: String(digit),
          symbol: String(digit),
          points: latents.filter((_code, index) => latentLabels[index] === digit).map((code) => [...code]),
        })),
      }),
    );

const walks = (runs: readonly VariantRun[]): Figure =>
  imageGrid({
    ...picture,
    id: 'between-digits',
    caption: 'From a 2 to a 7 in ten equal steps of the code.',
    summary: 'Each autoencoder’s reconstructions of the codes between those of a 2 and a 7.',
    rows: runs.map(({ variant, walk }) => ({ title: variant.name, images: walk.map(greyBytes) })),
    cell: 48,
  });

function newDigits(runs: readonly VariantRun[]): Figure[] {
  return runs.flatMap(({ variant, generated }) => {
    if (generated === undefined) return [];
    const { samples, plane } = generated;
    return [
      imageGrid({
        ...picture,
        id: `samples-${variant.id}`,
        caption: 'New digits: codes drawn from the standard normal distribution.',
        summary: 'Twenty digits made by the variational autoencoder.',
        rows: [0, 10].map((first) => ({
          title: '',
          images: samples.slice(first, first + 10).map(greyBytes),
        })),
        cell: 48,
      }),
      ...(plane.length === 0
        ? []
        : [
            imageGrid({
              ...picture,
              id: `plane-${variant.id}`,
              caption: 'The plane of codes from -2 to 2, decoded at each point.',
              summary: 'A square of digits that change smoothly into each other.',
              rows: plane.map((row) => ({ title: '', images: row.map(greyBytes) })),
              cell: 40,
            }),
          ]),
    ];
  });
}

const variantSection = ({ variant, trained }: VariantRun, { shown }: AutoencoderReportInput) => ({
  id: variant.id,
  title: variant.name,
  text: [variant.purpose],
  content: [
    lossCurves(trained, {
      id: `losses-${variant.id}`,
      caption: `Epoch ${trained.bestEpoch} was the best on validation digits, which change no weight.`,
    }),
    epochPictures(
      trained.snapshots,
      { title: 'Original', images: shown.images.map(greyBytes) },
      {
        id: `epochs-${variant.id}`,
        caption: 'Reconstructions of the same digits, epoch by epoch.',
        summary: `Ten digits and their reconstructions by “${variant.name}” after several epochs.`,
      },
    ),
  ],
});
