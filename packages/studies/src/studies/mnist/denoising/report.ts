import { barChart, imageGrid, table, type Figure, type Report, type ReportTable } from '@beatwatch/report';
import { digitSide } from '../mnist.ts';
import { noiseKinds } from '../noise.ts';
import { studyFacts } from '../study-facts.ts';
import { greyBytes } from '../snapshots.ts';
import { epochPictures, lossCurves } from '../training-figures.ts';
import { kindNames, type Method } from './comparison.ts';
import { filterSentences, lead, noiseSentences, skipSentences } from './report-text.ts';
import type { DenoisingOutcome, DenoisingRun } from './outcome.ts';

export interface DenoisingReportInput extends DenoisingRun {
  readonly outcome: DenoisingOutcome;
  readonly command: string;
  readonly durationMs: number;
}

export function denoisingReport(input: DenoisingReportInput): Report {
  const { outcome, trained, shown, settings } = input;
  const noisyRow = { title: 'Noisy', images: shown.map(({ noisy }) => greyBytes(noisy)) };
  return {
    title: 'MNIST: cleaning noisy digits with a denoising autoencoder',
    lead: lead(outcome),
    sections: [
      {
        id: 'result',
        title: 'Denoised digits compared with two classical filters',
        text: filterSentences(outcome),
        content: [qualityTable(outcome), psnrBars(outcome), cleanedDigits(input), ...kindTables(outcome)],
      },
      { id: 'skip', title: 'What the bottleneck costs, and the skip past it', text: skipSentences(outcome) },
      { id: 'noise', title: 'The noise', text: noiseSentences(settings) },
      {
        id: 'training',
        title: 'The training',
        content: [
          lossCurves(trained, {
            id: 'losses',
            caption: `Validation digits change no weight. Epoch ${trained.bestEpoch} was the best; its weights are judged.`,
          }),
          epochPictures(trained.snapshots, noisyRow, {
            id: 'epochs',
            caption: 'The first row shows the inputs, the others the network’s output after an epoch.',
            summary: 'Ten noisy digits and their reconstructions, clearer from epoch to epoch.',
          }),
        ],
      },
    ],
    facts: studyFacts({ ...input, engine: trained.engine }),
    data: {
      study: 'mnist-denoising',
      outcome,
      history: trained.history.map(({ trainSteps: _, validationSteps: __, ...epoch }) => epoch),
    },
  };
}

const decibel = (value: number): string => value.toFixed(2);

/** The classical filters and the network in one table; network and skip are the last row. */
function qualityTable({ methods }: DenoisingOutcome): ReportTable {
  const rows = Object.values(methods);
  return table({
    id: 'quality',
    caption: `${rows[0]?.quality.all.images.toLocaleString('en') ?? ''} test digits, the same for every method, half with each noise`,
    columns: [
      'Method',
      'PSNR (dB)',
      ...noiseKinds.map((kind) => `${kindNames[kind]} (dB)`),
      'PSNR of all pixels (dB)',
      'SSIM',
    ],
    rows: rows.map(({ name, quality }) => [
      name,
      decibel(quality.all.psnrDb),
      ...noiseKinds.map((kind) => decibel(quality[kind].psnrDb)),
      decibel(quality.all.pooledPsnrDb),
      quality.all.ssim.toFixed(4),
    ]),
    highlightedRow: rows.length - 1,
  });
}

function kindTables({ methods }: DenoisingOutcome): ReportTable[] {
  return noiseKinds.map((kind) =>
    table({
      id: `quality-${kind}`,
      caption: `${kindNames[kind]} noise alone`,
      columns: ['Method', 'PSNR (dB)', 'PSNR of all pixels (dB)', 'SSIM'],
      rows: Object.values(methods).map(({ name, quality }) => [
        name,
        decibel(quality[kind].psnrDb),
        decibel(quality[kind].pooledPsnrDb),
        quality[kind].ssim.toFixed(4),
      ]),
      highlightedRow: Object.keys(methods).length - 1,
    }),
  );
}

const psnrBars = ({ methods }: DenoisingOutcome): Figure =>
  barChart({
    id: 'psnr',
    caption: 'Mean PSNR over both noises. Higher is better; 3 dB more mean half the squared error.',
    summary: 'Mean PSNR of each method.',
    value: { label: 'PSNR (dB)' },
    bars: (Object.keys(methods) as Method[]).map((method) => ({
      name: methods[method].name,
      value: methods[method].quality.all.psnrDb,
      colour: method === 'networkAndSkip' ? 'orange' : method === 'network' ? 'yellow' : 'blue',
    })),
    format: decibel,
  });

function cleanedDigits({ shown, comparison }: DenoisingReportInput): Figure {
  const columns: readonly Method[] = ['noisy', 'median', 'nonLocalMeans', 'network', 'networkAndSkip'];
  return imageGrid({
    id: 'cleaned',
    caption: 'The first test digits of each noise, not a selection.',
    summary:
      'Ten digits, each original, noisy, and denoised by two filters, the network, and the network with skip.',
    imageWidth: digitSide,
    imageHeight: digitSide,
    columnTitles: ['Original', 'Noisy', 'Median', 'NLM', 'Network', 'With skip'],
    cell: 72,
    rows: shown.map(({ clean, kind }, index) => ({
      title: kindNames[kind],
      images: [clean, ...columns.map((method) => comparison.pictures[method][index] ?? clean)].map(greyBytes),
    })),
  });
}
