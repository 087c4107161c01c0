import process from 'node:process';
import { cutTo, softTissueWindow, type GreyImage } from '@beatwatch/denoiser';
import {
  barChart,
  imageGrid,
  lineChart,
  table,
  type Figure,
  type Report,
  type ReportTable,
} from '@beatwatch/report';
import type { EvaluationFacts } from '../../reporting/evaluation-context.ts';
import { commandFact, durationFact } from '../../reporting/report-facts.ts';
import { decimal, percent } from '../../reporting/format.ts';
import { baselineTitles, formatSettings } from './baselines.ts';
import { methodOrder, type DoseFigures, type MeanFigures, type MethodName } from './ct-figures.ts';
import type { CtEvaluation, DrawnSlice } from './ct-evaluation.ts';

export const methodTitles: Readonly<Record<MethodName, string>> = {
  noisy: 'Low dose, as it is',
  ...baselineTitles,
  network: 'Beatwatch',
};

/** Differences to full dose are drawn from black at minus this value to white at plus this value. */
const differenceHu = 100;
const pictureSide = 224;

export function ctReport(
  evaluation: CtEvaluation,
  drawn: readonly DrawnSlice[],
  facts: EvaluationFacts,
): Report {
  const { doses, model, seed, fingerprint, leftOut } = evaluation;
  return {
    title: 'Denoising low-dose CT',
    lead: doses.map(leadOf),
    sections: [
      ...doses.map((dose) => ({
        id: `dose-${dose.incidentPhotons}`,
        title: `${photons(dose)} photons a ray`,
        text: doseText(dose),
        content: [meanTable(dose), psnrBars(dose), sliceCurves(dose), patientTable(dose)],
      })),
      {
        id: 'pictures',
        title: 'Pictures',
        text: [
          `The slices with the least, the median and the largest gain of the network. Window -160 to 240 HU; differences to full dose from -${differenceHu} to ${differenceHu} HU. Anatomy that is visible in a difference was removed with the noise.`,
        ],
        content: drawn.flatMap(pictures),
      },
      { id: 'slices', title: 'Every slice', content: doses.map(sliceTable) },
      { id: 'settings', title: 'The filters', text: [settingsText], content: [settingsTable(evaluation)] },
    ],
    facts: [
      commandFact(facts),
      { name: 'Slices', value: fingerprint, code: true },
      {
        name: 'Left out',
        value: leftOut.map(({ file, reason }) => `${file}: ${reason}`).join('; ') || 'none',
      },
      { name: 'Network', value: model },
      { name: 'Seed', value: String(seed) },
      { name: 'Node.js', value: process.version },
      durationFact(facts, 'min'),
    ],
    data: { evaluation: 'ct', figures: evaluation },
  };
}

const settingsText =
  'All filters get the standard deviation (sd) of the noise in soft tissue, the last one also its covariance between neighbouring pixels; the network gets neither. The settings are the best of a grid on training patients.';

const photons = ({ incidentPhotons }: DoseFigures): string => incidentPhotons.toLocaleString('en');

function leadOf(dose: DoseFigures): string {
  const { meanOverSlices, bestBaseline, gainDb, slices } = dose;
  const { network, [bestBaseline]: best } = meanOverSlices;
  const patients = new Set(slices.map(({ patient }) => patient)).size;
  return (
    `At ${photons(dose)} photons a ray, on ${counted(slices.length, 'slice')} of ${counted(patients, 'patient')}, the network reaches ` +
    `${decimal(network.softPsnrDb, 2)} dB and SSIM ${decimal(network.softSsim)} in -160 to 240 HU: ${decimal(gainDb, 2)} dB ` +
    `${gainDb < 0 ? '(a loss) ' : ''}over the best filter (${baselineTitles[bestBaseline]}, ${decimal(best.softPsnrDb, 2)} dB, SSIM ${decimal(best.softSsim)}). ` +
    `Its edges are ${decimal(network.bodyEdgeRatio, 2)} times as wide as at full dose at the skin and ${decimal(network.boneEdgeRatio, 2)} times at bone.`
  );
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

function doseText({ slices }: DoseFigures): string[] {
  const noise = slices.map(({ noiseSdHu }) => noiseSdHu);
  return [
    `The noise that was added has a standard deviation of ${decimal(Math.min(...noise), 0)} to ${decimal(Math.max(...noise), 0)} HU in soft tissue. Full-dose slices have noise of their own, which no method can restore: it limits every figure.`,
    'Noise left: standard deviation of the difference to full dose in squares of even soft tissue, and the standard deviation there; drift: the share of that squared difference that shifts whole squares. Edges: the distance from 10 to 90 % of the step from air to skin and from soft tissue to bone, relative to full dose; above 1 means blur.',
  ];
}

const meanColumns = [
  'Method',
  'PSNR -160..240 HU (dB)',
  'SSIM',
  'PSNR -1000..1000 HU (dB)',
  'SSIM',
  'Noise left (HU)',
  'Sd in tissue (HU)',
  'Drift',
  'Edge at skin',
  'Edge at bone',
];

const meanCells = (figures: MeanFigures): string[] => [
  decimal(figures.softPsnrDb, 2),
  decimal(figures.softSsim, 4),
  decimal(figures.widePsnrDb, 2),
  decimal(figures.wideSsim, 4),
  decimal(figures.flatErrorSdHu, 1),
  decimal(figures.flatSdHu, 1),
  percent(figures.flatBiasShare, 0),
  decimal(figures.bodyEdgeRatio, 3),
  decimal(figures.boneEdgeRatio, 3),
];

const meanTable = ({ incidentPhotons, meanOverSlices, slices }: DoseFigures): ReportTable =>
  table({
    id: `means-${incidentPhotons}`,
    caption: `Means over ${counted(slices.length, 'slice')}.`,
    columns: meanColumns,
    rows: methodOrder.map((name) => [methodTitles[name], ...meanCells(meanOverSlices[name])]),
    highlightedRow: methodOrder.length - 1,
  });

const patientTable = ({ incidentPhotons, meanOverPatients, slices }: DoseFigures): ReportTable =>
  table({
    id: `patients-${incidentPhotons}`,
    caption: `Means over ${counted(new Set(slices.map(({ patient }) => patient)).size, 'patient')}, each counted once.`,
    columns: meanColumns,
    rows: methodOrder.map((name) => [methodTitles[name], ...meanCells(meanOverPatients[name])]),
    highlightedRow: methodOrder.length - 1,
  });

const psnrBars = ({ incidentPhotons, meanOverSlices }: DoseFigures): Figure =>
  barChart({
    id: `psnr-${incidentPhotons}`,
    caption: 'Mean PSNR in -160 to 240 HU; 3 dB more mean half the squared error.',
    summary: 'Mean PSNR of each method.',
    value: { label: 'PSNR (dB)' },
    bars: methodOrder.map((name) => ({
      name: methodTitles[name],
      value: meanOverSlices[name].softPsnrDb,
      colour: name === 'network' ? ('orange' as const) : ('blue' as const),
    })),
    format: (value) => decimal(value, 2),
  });

function sliceCurves({ incidentPhotons, slices, bestBaseline }: DoseFigures): Figure {
  const ordered = slices.toSorted((a, b) => a.methods.noisy.soft.psnrDb - b.methods.noisy.soft.psnrDb);
  const series = (name: MethodName, colour: 'grey' | 'blue' | 'orange') => ({
    name: methodTitles[name],
    colour,
    values: ordered.map(({ methods }) => methods[name].soft.psnrDb),
  });
  return lineChart({
    id: `by-slice-${incidentPhotons}`,
    caption: 'PSNR in -160 to 240 HU of every slice, noisiest first.',
    summary: 'PSNR of each slice at low dose, by the best filter and by the network.',
    x: { label: 'Slice' },
    y: { label: 'PSNR (dB)', zero: false },
    series: [series('noisy', 'grey'), series(bestBaseline, 'blue'), series('network', 'orange')],
  });
}

const sliceTable = ({ incidentPhotons, slices, bestBaseline }: DoseFigures): ReportTable =>
  table({
    id: `slices-${incidentPhotons}`,
    caption: `${incidentPhotons.toLocaleString('en')} photons a ray, -160 to 240 HU; the filter is the best on average.`,
    columns: [
      'Slice',
      'Patient',
      'Noise (HU)',
      'Low dose (dB)',
      'Filter (dB)',
      'SSIM',
      'Beatwatch (dB)',
      'SSIM',
      'Gain (dB)',
      'Edge at skin',
      'Edge at bone',
    ],
    rows: slices.map(({ file, patient, noiseSdHu, methods }) => {
      const { noisy, network, [bestBaseline]: best } = methods;
      return [
        file,
        patient,
        decimal(noiseSdHu, 1),
        decimal(noisy.soft.psnrDb, 2),
        decimal(best.soft.psnrDb, 2),
        decimal(best.soft.ssim, 4),
        decimal(network.soft.psnrDb, 2),
        decimal(network.soft.ssim, 4),
        decimal(network.soft.psnrDb - best.soft.psnrDb, 2),
        decimal(network.bodyEdge?.ratio, 3),
        decimal(network.boneEdge?.ratio, 3),
      ];
    }),
  });

const settingsTable = ({ baselines }: CtEvaluation): ReportTable =>
  table({
    id: 'filter-settings',
    caption: 'Settings of the filters.',
    columns: ['Filter', 'Settings'],
    rows: baselines.map((baseline) => [baselineTitles[baseline.name], formatSettings(baseline)]),
  });

/** The middle of a slice, in the soft-tissue window and as differences to full dose. */
function pictures(slice: DrawnSlice, index: number): Figure[] {
  const { file, gainDb, fullDose, noisy, baseline, network } = slice;
  const images = [fullDose, noisy, baseline, network];
  const titles = ['Full dose', 'Low dose', 'Best filter', 'Beatwatch'];
  const size = cropped(fullDose);
  const shown = images.map((image) => cropped(cutTo(softTissueWindow, image)).values);
  const differences = images.slice(1).map((image) => {
    const values = image.values.map((hu, pixel) => hu - (fullDose.values[pixel] ?? 0));
    return cropped({ ...image, values }).values;
  });
  const common = { imageWidth: size.width, imageHeight: size.height, cell: pictureSide };
  return [
    imageGrid({
      ...common,
      id: `slice-${index}`,
      caption: `${file}: the network gains ${decimal(gainDb, 2)} dB over the best filter.`,
      summary: `The middle of ${file} at full dose, at low dose, by the best filter and by the network.`,
      range: [softTissueWindow.lowestHu, softTissueWindow.highestHu],
      columnTitles: titles,
      rows: [{ title: '', images: shown.map(rounded) }],
    }),
    imageGrid({
      ...common,
      id: `difference-${index}`,
      caption: `${file}: differences to full dose.`,
      summary: `Differences of the low dose, the best filter and the network to full dose in ${file}.`,
      range: [-differenceHu, differenceHu],
      columnTitles: titles.slice(1),
      rows: [{ title: '', images: differences.map(rounded) }],
    }),
  ];
}

const rounded = (values: Float32Array): Float32Array => values.map(Math.round);

function cropped({ width, height, values }: GreyImage): GreyImage {
  const [across, down] = [Math.min(width, pictureSide), Math.min(height, pictureSide)];
  const [left, top] = [(width - across) >> 1, (height - down) >> 1];
  const part = Float32Array.from({ length: across * down }, (_, index) => {
    const [x, y] = [index % across, Math.floor(index / across)];
    return values[(top + y) * width + left + x] ?? 0;
  });
  return { width: across, height: down, values: part };
}
