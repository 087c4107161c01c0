import { imageGrid, lineChart, type Figure, type LineSeries } from '@beatwatch/report';
import { digitSide } from './mnist.ts';
import { shownEpochs, type Snapshot } from './snapshots.ts';
import type { TrainedDigits } from './train-digits.ts';

const mostRows = 8;

/** A chart of the train and validation loss of each epoch. */
export function lossCurves({ name, history }: TrainedDigits, texts: { id: string; caption: string }): Figure {
  const series: LineSeries[] = [
    { name: 'Training', values: history.map(({ trainReconstruction }) => trainReconstruction) },
    { name: 'Validation', values: validationLosses(history), dashed: true },
  ];
  return lineChart({
    ...texts,
    summary: `Training and validation loss of ${name} over ${history.length} epochs.`,
    x: { label: 'Epoch' },
    y: { label: 'Mean squared error (pixels 0 to 1)', scale: 'log' },
    series,
  });
}

export const validationLosses = (history: TrainedDigits['history']): number[] =>
  history.map(({ validationLoss = Number.NaN }) => validationLoss);

/** Reconstructions of the same digits, epoch by epoch, below the given digits. */
export function epochPictures(
  snapshots: readonly Snapshot[],
  given: { readonly title: string; readonly images: readonly ArrayLike<number>[] },
  texts: { id: string; caption: string; summary: string },
): Figure {
  const chosen = shownEpochs(snapshots.at(-1)?.epoch ?? 0, mostRows);
  return imageGrid({
    ...texts,
    imageWidth: digitSide,
    imageHeight: digitSide,
    rows: [
      given,
      ...snapshots
        .filter(({ epoch }) => chosen.includes(epoch))
        .map(({ epoch, images }) => ({ title: `Epoch ${epoch}`, images })),
    ],
    cell: 44,
  });
}
