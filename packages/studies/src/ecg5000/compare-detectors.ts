import {
  detectorParts,
  fused,
  heldOutQuantile,
  normalShare,
  trainDetector,
  type CheckpointStore,
  type Detector,
  type DetectorFindings,
  type DetectorPart,
  type FoldProgress,
  type Threshold,
} from '@beatwatch/model-core';
import type { LabelledBeat } from '@beatwatch/recordings';
import { normalLabel } from './beats.ts';
import { baselineNames, runBaseline, type BaselineName, type BaselineRun } from './baselines.ts';

export interface CompareDetectorsOptions {
  /** Its normal beats train; its anomalies only measure, in the cross-validation. */
  readonly train: readonly LabelledBeat[];
  readonly test: readonly LabelledBeat[];
  /** One detector is trained for each; a seed also decides the folds. */
  readonly seeds: readonly number[];
  /** Parts of the normal beats, each held out once; 2 or more. Default 5. */
  readonly folds?: number;
  /** Size of the autoencoders' code. Default: that of `trainDetector`. */
  readonly embedding?: number;
  /** Epochs of each autoencoder. Default: those of `trainDetector`. */
  readonly epochs?: number;
  /** Keeps the state of each fold's autoencoder, so that it is not trained again. Default: none is kept. */
  readonly checkpoint?: (seed: number, fold: number) => CheckpointStore;
  readonly onProgress?: (progress: CompareDetectorsProgress) => void;
  /** Milliseconds on any clock, for the time left. */
  readonly nowMs?: () => number;
}

export type CompareDetectorsProgress =
  | (FoldProgress & {
      readonly phase: 'training';
      readonly seed: number;
      /** Of all remaining trainings; undefined before the end of the first epoch and without a clock. */
      readonly remainingMs?: number;
    })
  | { readonly phase: 'baselines'; readonly seed: number };

/** Scores of one seed's detector and baselines. */
export interface SeedRun {
  readonly seed: number;
  readonly detector: Detector;
  /** Of the test beats. */
  readonly findings: DetectorFindings;
  /** Of the train split's anomalies. */
  readonly trainAnomalies: DetectorFindings;
  readonly baselines: Readonly<Record<BaselineName, BaselineRun>>;
}

/** The detector's remaining parts in each row of the table of parts. */
export const partSelections = {
  withoutReconstruction: detectorParts.filter((part) => part !== 'reconstruction'),
  withoutCode: detectorParts.filter((part) => part !== 'code'),
  withoutWholeBeat: detectorParts.filter((part) => part !== 'wholeBeat'),
  withoutSecondHalf: detectorParts.filter((part) => part !== 'secondHalf'),
  withoutAutoencoder: ['wholeBeat', 'secondHalf'],
  autoencoderOnly: ['reconstruction', 'code'],
  reconstructionOnly: ['reconstruction'],
} as const satisfies Record<string, readonly DetectorPart[]>;
export type PartSelection = keyof typeof partSelections;

/**
 * Trains a detector for each seed and runs the baselines on the same beats.
 * @throws ModelCoreError
 */
export async function compareDetectors(options: CompareDetectorsOptions): Promise<readonly SeedRun[]> {
  const { train, test, seeds, folds = 5, checkpoint, onProgress, nowMs } = options;
  const samples = (beats: readonly LabelledBeat[]) => beats.map((beat) => beat.samples);
  const normals = samples(train.filter(({ label }) => label === normalLabel));
  const anomalies = samples(train.filter(({ label }) => label !== normalLabel));
  const scored = samples(test);
  const timeLeft = timeLeftOf(seeds.length * folds, nowMs);
  const runs: SeedRun[] = [];
  for (const [index, seed] of seeds.entries()) {
    const detector = await trainDetector(normals, {
      seed,
      folds,
      ...(options.embedding === undefined ? {} : { embedding: options.embedding }),
      ...(options.epochs === undefined ? {} : { epochs: options.epochs }),
      ...(checkpoint === undefined ? {} : { checkpoint: (fold: number) => checkpoint(seed, fold) }),
      onProgress: (progress) => {
        const remainingMs = timeLeft(index * folds + progress.fold - 1 + progress.epoch / progress.epochs);
        onProgress?.({
          ...progress,
          phase: 'training',
          seed,
          ...(remainingMs === undefined ? {} : { remainingMs }),
        });
      },
    });
    onProgress?.({ phase: 'baselines', seed });
    const baselines = Object.fromEntries(
      baselineNames.map((name) => [name, runBaseline(name, { normals, scored }, { seed, folds })]),
    ) as Record<BaselineName, BaselineRun>;
    runs.push({
      seed,
      detector,
      findings: await detector.examine(scored),
      trainAnomalies: await detector.examine(anomalies),
      baselines,
    });
  }
  return runs;
}

/** Estimates the remaining time from the trainings so far; epochs restored from a checkpoint do not count. */
function timeLeftOf(trainings: number, nowMs: (() => number) | undefined) {
  let first: { readonly ms: number; readonly done: number } | undefined;
  return (done: number): number | undefined => {
    if (nowMs === undefined) return undefined;
    first ??= { ms: nowMs(), done };
    if (done <= first.done) return undefined;
    return ((nowMs() - first.ms) / (done - first.done)) * (trainings - done);
  };
}

/** Scores by some of the detector's parts, with their threshold by the same rule. */
export function scoresOfParts(
  detector: Detector,
  findings: DetectorFindings,
  parts: readonly DetectorPart[],
): { readonly scores: Float64Array; readonly heldOut: Float64Array; readonly threshold: Threshold } {
  const heldOut = fused(parts.map((part) => detector.heldOut.parts[part]));
  return {
    scores: fused(parts.map((part) => findings.parts[part])),
    heldOut,
    threshold: heldOutQuantile(heldOut, normalShare),
  };
}
