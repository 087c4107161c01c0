import { join } from 'node:path';
import { fileCheckpointStore, type CheckpointStore } from '@beatwatch/model-core';
import {
  evaluateDetector,
  type CompareDetectorsProgress,
  type Ecg5000DetectorEvaluation,
  type FiguresOverSeeds,
} from '@beatwatch/studies';
import { readConfig } from '../../config.ts';
import { createOutput, table } from '../../terminal/output.ts';

interface EvaluateSeedsFlags {
  readonly train: string;
  readonly test: string;
  /** Number of seeds, 1 or more. */
  readonly seeds: number;
  /** The first seed. */
  readonly seed: number;
  readonly cache: boolean;
  readonly json?: boolean;
}

/** Trains the detector once for each seed and prints its figures with those of the baselines. */
export async function evaluateSeeds({
  train,
  test,
  seeds,
  seed,
  cache,
  json,
}: EvaluateSeedsFlags): Promise<void> {
  const output = createOutput(json ?? false);
  const evaluation = await evaluateDetector({
    trainFile: train,
    testFile: test,
    seeds: Array.from({ length: seeds }, (_, index) => seed + index),
    ...(cache && { checkpoint: detectorCheckpoint(readConfig().dataDir) }),
    nowMs: () => performance.now(),
    onProgress: (progress) => {
      output.progress(describeComparison(progress));
    },
  });
  output.result(evaluation, describe(evaluation));
}

/** Keeps the state of a detector's autoencoders. A state of other data or settings is overwritten. */
export function detectorCheckpoint(dataDir: string): (seed: number, fold: number) => CheckpointStore {
  return (seed, fold) =>
    fileCheckpointStore(join(dataDir, 'detectors', `ecg5000-seed-${seed}-fold-${fold}.safetensors`));
}

export function describeComparison(progress: CompareDetectorsProgress): string {
  if (progress.phase === 'baselines') return `seed ${progress.seed}: baselines`;
  const { seed, fold, folds, epoch, epochs, trainLoss, remainingMs } = progress;
  const left = remainingMs === undefined ? '' : `, ${(remainingMs / 60_000).toFixed(1)} min left`;
  return `seed ${seed}, autoencoder ${fold} of ${folds}: epoch ${epoch} of ${epochs}, loss ${trainLoss.toFixed(2)}${left}`;
}

function describe(evaluation: Ecg5000DetectorEvaluation): string {
  const { mean, spread, baselines, withoutParts, crossValidation, seeds, threshold, beats } = evaluation;
  return [
    `Detector, mean of ${seeds.length} seeds, trained on ${beats.trainedOn} normal beats; ${beats.tested} beats tested`,
    figuresTable({ detector: mean, 'spread (sd)': spread, ...baselines }),
    `Without parts, on the same beats`,
    figuresTable({ detector: mean, ...withoutParts }),
    `Cross-validation within the train split (its anomalies only measure)`,
    figuresTable({ detector: crossValidation.mean, ...crossValidation.withoutParts }),
    `All thresholds: ${threshold.rule}`,
  ].join('\n\n');
}

function figuresTable(rows: Readonly<Record<string, FiguresOverSeeds>>): string {
  const classes = [
    ...new Set(Object.values(rows).flatMap(({ recallByClass }) => Object.keys(recallByClass))),
  ];
  const share = (value: number | undefined): string => value?.toFixed(4) ?? '';
  return table([
    ['', 'AUROC', 'AP', 'accuracy', 'specificity', ...classes.map((label) => `recall ${label}`)],
    ...Object.entries(rows).map(([name, figures]) => [
      formatName(name),
      share(figures.auroc),
      share(figures.averagePrecision),
      share(figures.accuracy),
      share(figures.specificity),
      ...classes.map((label) => share(figures.recallByClass[label])),
    ]),
  ]);
}

/** `withoutCode` as `without code`. */
const formatName = (name: string): string =>
  name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
