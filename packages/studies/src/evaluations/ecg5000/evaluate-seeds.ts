import type { Threshold } from '@beatwatch/model-core';
import { mean, sampleVariance } from '@beatwatch/statistics';
import { baselineNames, type BaselineName } from '../../ecg5000/baselines.ts';
import { normalLabel, readEcg5000 } from '../../ecg5000/beats.ts';
import {
  compareDetectors,
  partSelections,
  scoresOfParts,
  type CompareDetectorsOptions,
  type PartSelection,
  type SeedRun,
} from '../../ecg5000/compare-detectors.ts';
import { detectionFigures, type DetectionFigures } from '../../ecg5000/figures.ts';

export interface EvaluateDetectorOptions extends Omit<CompareDetectorsOptions, 'train' | 'test'> {
  /** The official train split: its normal beats train, its anomalies only measure in the cross-validation. */
  readonly trainFile: string;
  readonly testFile: string;
}

/** Figures over several seeds: means or standard deviations. */
export type FiguresOverSeeds = Omit<DetectionFigures, 'counts'>;

/** Figures by the detector's remaining parts, mean over the seeds. */
type PartFigures = Readonly<Record<PartSelection, FiguresOverSeeds>>;

export interface Ecg5000DetectorEvaluation {
  /** Mean over the seeds of the detector's figures on the test file. */
  readonly mean: FiguresOverSeeds;
  /** Standard deviation over the seeds; 0 for one. */
  readonly spread: FiguresOverSeeds;
  readonly seeds: readonly (DetectionFigures & { readonly seed: number; readonly threshold: Threshold })[];
  /** Means over the same seeds; a seed decides the folds of a baseline's threshold. */
  readonly baselines: Readonly<Record<BaselineName, FiguresOverSeeds>>;
  /** The detector on the test file without some of its parts. */
  readonly withoutParts: PartFigures;
  /** Within the train split: held-out normals against anomalies; no part was trained on either. */
  readonly crossValidation: {
    readonly mean: FiguresOverSeeds;
    readonly withoutParts: PartFigures;
  };
  /** The rule of all thresholds, and the mean of the detector's over the seeds. */
  readonly threshold: Threshold;
  readonly beats: { readonly trainedOn: number; readonly tested: number };
}

/**
 * Judges the detector and the baselines on unseen beats by ECG5000's official protocol: trained on the train split's
 * normal beats alone, with thresholds from normal beats alone.
 * @throws EcgError, StudyError, ModelCoreError
 */
export async function evaluateDetector(options: EvaluateDetectorOptions): Promise<Ecg5000DetectorEvaluation> {
  const { trainFile, testFile, ...settings } = options;
  const train = await readEcg5000(trainFile);
  const test = await readEcg5000(testFile);
  const runs = await compareDetectors({ ...settings, train: train.all, test: test.all });
  return {
    ...summary(
      runs,
      test.all.map(({ label }) => label),
      train.all.map(({ label }) => label),
    ),
    beats: { trainedOn: train.normals.length, tested: test.all.length },
  };
}

function summary(
  runs: readonly SeedRun[],
  testLabels: readonly string[],
  trainLabels: readonly string[],
): Omit<Ecg5000DetectorEvaluation, 'beats'> {
  const seeds = runs.map(({ seed, detector, findings }) => ({
    seed,
    ...detectionFigures(testLabels, findings.scores, detector.threshold),
    threshold: detector.threshold,
  }));
  const overRuns = (figures: (run: SeedRun) => DetectionFigures) => meanFigures(runs.map(figures));
  return {
    mean: meanFigures(seeds),
    spread: overFigures(seeds, standardDeviation),
    seeds,
    baselines: mapped(baselineNames, (name) =>
      overRuns(({ baselines }) =>
        detectionFigures(testLabels, baselines[name].scores, baselines[name].threshold),
      ),
    ),
    withoutParts: mapped(selections, (selection) =>
      overRuns(({ detector, findings }) => {
        const { scores, threshold } = scoresOfParts(detector, findings, partSelections[selection]);
        return detectionFigures(testLabels, scores, threshold);
      }),
    ),
    crossValidation: {
      mean: overRuns((run) => crossValidated(run, trainLabels)),
      withoutParts: mapped(selections, (selection) =>
        overRuns((run) => crossValidated(run, trainLabels, selection)),
      ),
    },
    threshold: {
      value: mean(seeds.map(({ threshold }) => threshold.value)),
      rule: seeds[0]?.threshold.rule ?? '',
    },
  };
}

const selections = Object.keys(partSelections) as readonly PartSelection[];

/** Held-out normal beats first, then the anomalies, each class in the order of the file. */
function crossValidated(
  { detector, trainAnomalies }: SeedRun,
  trainLabels: readonly string[],
  selection?: PartSelection,
): DetectionFigures {
  const { scores, heldOut, threshold } =
    selection === undefined
      ? { scores: trainAnomalies.scores, heldOut: detector.heldOut.scores, threshold: detector.threshold }
      : scoresOfParts(detector, trainAnomalies, partSelections[selection]);
  const anomalyLabels = trainLabels.filter((label) => label !== normalLabel);
  const labels = [...Array.from(heldOut, () => normalLabel), ...anomalyLabels];
  return detectionFigures(labels, [...heldOut, ...scores], threshold);
}

const mapped = <Name extends string, T>(names: readonly Name[], make: (name: Name) => T) =>
  Object.fromEntries(names.map((name) => [name, make(name)])) as Record<Name, T>;

const meanFigures = (all: readonly DetectionFigures[]): FiguresOverSeeds => overFigures(all, mean);

function overFigures(
  all: readonly DetectionFigures[],
  take: (values: readonly number[]) => number,
): FiguresOverSeeds {
  return {
    auroc: take(all.map(({ auroc }) => auroc)),
    averagePrecision: take(all.map((figures) => figures.averagePrecision)),
    accuracy: take(all.map(({ accuracy }) => accuracy)),
    specificity: take(all.map(({ specificity }) => specificity)),
    recallByClass: mapped(Object.keys(all[0]?.recallByClass ?? {}), (label) =>
      take(all.map(({ recallByClass }) => recallByClass[label] ?? Number.NaN)),
    ),
  };
}

/** Standard deviation of a sample; 0 of fewer than two values. */
const standardDeviation = (values: readonly number[]): number =>
  values.length < 2 ? 0 : Math.sqrt(sampleVariance(values));
