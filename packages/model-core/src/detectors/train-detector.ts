import type { Threshold } from '../model.ts';
import { trainFolds, type AutoencoderFoldsOptions } from './autoencoder-folds.ts';
import { autoencoderEnsemble, type AutoencoderScores } from './autoencoder-scores.ts';
import { inSpace, movingMean, secondHalf } from './beat-spaces.ts';
import { calibrate, fused } from './calibration.ts';
import { shiftedDistance } from './distances.ts';
import { localOutlierFactor } from './local-outlier-factor.ts';
import { heldOutScores, type OutlierMethod } from './outlier-score.ts';
import { heldOutQuantile } from './score-threshold.ts';

/** Share of held-out normal beats at or below the threshold; chosen in docs/decisions/detector.md. */
export const normalShare = 0.98;

/**
 * Parts of the detector's score, which is their mean. Two come from autoencoders: reconstruction loss, and distance of
 * the code from normal codes. Two are local outlier factors: of the whole beat, and of its second half, where a
 * premature beat shows, while the first half varies in normal beats, too.
 */
export const detectorParts = ['reconstruction', 'code', 'wholeBeat', 'secondHalf'] as const;
export type DetectorPart = (typeof detectorParts)[number];

export interface TrainDetectorOptions extends Pick<
  AutoencoderFoldsOptions,
  'seed' | 'checkpoint' | 'onProgress' | 'nowMs'
> {
  /** Number of folds, 2 or more. Default 5. */
  readonly folds?: number;
  /** Size of the autoencoders' code. Default 16. */
  readonly embedding?: number;
  /** Training epochs of each autoencoder. Default 100. */
  readonly epochs?: number;
}

/** Scores by part, calibrated on held-out normal beats; higher is more anomalous. */
type PartScores = Readonly<Record<DetectorPart, Float64Array>>;

export interface DetectorFindings {
  /** Mean over the parts; above the detector's threshold, a beat is an anomaly. */
  readonly scores: Float64Array;
  readonly parts: PartScores;
  /** Reconstruction losses (sums of absolute errors), geometric mean over the autoencoders. */
  readonly losses: Float64Array;
  /** Reconstructions, mean over the autoencoders. */
  readonly reconstructions: readonly Float32Array[];
}

export interface Detector {
  /** Threshold of the scores. */
  readonly threshold: Threshold;
  /** Findings for the normal beats of the training set, each by models trained without it. */
  readonly heldOut: DetectorFindings;
  /** Score of each beat; higher is more anomalous. */
  score(beats: readonly Float32Array[]): Promise<Float64Array>;
  /** Scores of each beat with the details behind them. */
  examine(beats: readonly Float32Array[]): Promise<DetectorFindings>;
}

/**
 * Trains an anomaly detector, threshold included, on normal beats only.
 * @param normals beats of equal length; 9 or more must remain when a fold is held out
 * @throws ModelCoreError (`invalid-argument`, `training-diverged`, `engine-failed`)
 */
export async function trainDetector(
  normals: readonly Float32Array[],
  options: TrainDetectorOptions,
): Promise<Detector> {
  const { folds = 5, embedding = 16, epochs = 100, seed } = options;
  const trained = await trainFolds(normals, { ...options, folds, embedding, epochs });
  const autoencoders = await autoencoderEnsemble(normals, trained);
  const heldOutOf = (method: OutlierMethod) => heldOutScores(normals, method, { folds, seed });
  const heldOutDensities = mapDensities(heldOutOf);
  const uncalibrated = partsOf(autoencoders.heldOut, heldOutDensities);
  const calibrations = mapParts((part) => calibrate(uncalibrated[part]));
  const findings = (autoencoder: AutoencoderScores, densities: DensityScores): DetectorFindings => {
    const raw = partsOf(autoencoder, densities);
    const parts = mapParts((part) => calibrations[part](raw[part]));
    const { losses, reconstructions } = autoencoder;
    return { scores: fused(Object.values(parts)), parts, losses, reconstructions };
  };

  const densities = mapDensities((method) => method(normals));
  const examine = async (beats: readonly Float32Array[]): Promise<DetectorFindings> =>
    findings(await autoencoders.score(beats), {
      wholeBeat: densities.wholeBeat(beats),
      secondHalf: densities.secondHalf(beats),
    });
  const heldOut = findings(autoencoders.heldOut, heldOutDensities);
  return {
    threshold: heldOutQuantile(heldOut.scores, normalShare),
    heldOut,
    examine,
    score: async (beats) => (await examine(beats)).scores,
  };
}

type DensityPart = 'wholeBeat' | 'secondHalf';
type DensityScores = Readonly<Record<DensityPart, Float64Array>>;

/**
 * Neighbourhood sizes of the local outlier factor, which averages over them. Small sizes let a few odd normal beats
 * serve as neighbours of similar beats, instead of ranking as the worst outliers themselves.
 */
const neighbours = [3, 4, 5, 6, 7, 8];

const density = localOutlierFactor({ neighbours, distance: shiftedDistance(2) });
/** Local outlier factor of the whole beat; the moving mean suppresses noise. */
const wholeBeat = inSpace(() => movingMean(5), density);
/** Local outlier factor of a beat's second half, where a premature beat shows. */
export const secondHalfDensity: OutlierMethod = inSpace(() => secondHalf, wholeBeat);

const mapDensities = <T>(make: (method: OutlierMethod) => T): Readonly<Record<DensityPart, T>> => ({
  wholeBeat: make(wholeBeat),
  secondHalf: make(secondHalfDensity),
});

const mapParts = <T>(make: (part: DetectorPart) => T): Readonly<Record<DetectorPart, T>> => ({
  reconstruction: make('reconstruction'),
  code: make('code'),
  wholeBeat: make('wholeBeat'),
  secondHalf: make('secondHalf'),
});

const partsOf = (
  { losses, codeDistances }: AutoencoderScores,
  densities: DensityScores,
): Readonly<Record<DetectorPart, Float64Array>> => ({
  reconstruction: losses,
  code: codeDistances,
  ...densities,
});
