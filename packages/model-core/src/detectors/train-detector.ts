import type { Threshold } from '../model.ts';
import { trainFolds, type AutoencoderFoldsOptions } from './autoencoder-folds.ts';
import { autoencoderEnsemble, type AutoencoderScores } from './autoencoder-scores.ts';
import { inSpace, movingMean, secondHalf } from './beat-spaces.ts';
import { calibrate, fused } from './calibration.ts';
import { shiftedDistance } from './distances.ts';
import { localOutlierFactor } from './local-outlier-factor.ts';
import { heldOutScores, type OutlierMethod } from './outlier-score.ts';
import { heldOutQuantile } from './score-threshold.ts';

/** Share of held-out normal beats that the threshold leaves in peace; chosen in docs/decisions/detector.md. */
export const normalShare = 0.98;

/**
 * What the detector's score is the mean of, one half learned by autoencoders and the other measured on the beats:
 * the reconstruction loss, the distance of the code from the normal ones, and how thin the normal beats lie around a
 * beat as a whole and around its second half. There a premature beat shows, while the first half wanders in normal
 * beats too.
 */
export const detectorParts = ['reconstruction', 'code', 'wholeBeat', 'secondHalf'] as const;
export type DetectorPart = (typeof detectorParts)[number];

export interface TrainDetectorOptions extends Pick<
  AutoencoderFoldsOptions,
  'seed' | 'checkpoint' | 'onProgress' | 'nowMs'
> {
  /** Default 5. */
  readonly folds?: number;
  /** Size of the autoencoders' code. Default 16. */
  readonly embedding?: number;
  /** Default 100. */
  readonly epochs?: number;
}

/** Deviations from what is usual for held-out normal beats, part by part; higher is stranger. */
type PartScores = Readonly<Record<DetectorPart, Float64Array>>;

export interface DetectorFindings {
  /** Mean over the parts; an anomaly where it is above the detector's threshold. */
  readonly scores: Float64Array;
  readonly parts: PartScores;
  /** Reconstruction losses: sums of absolute errors, geometric mean over the autoencoders. */
  readonly losses: Float64Array;
  /** Mean over the autoencoders. */
  readonly reconstructions: readonly Float32Array[];
}

export interface Detector {
  /** In the unit of the scores. */
  readonly threshold: Threshold;
  /** Of the normal beats it was trained on, each judged by what has not seen it. */
  readonly heldOut: DetectorFindings;
  /** Higher is more anomalous. */
  score(beats: readonly Float32Array[]): Promise<Float64Array>;
  examine(beats: readonly Float32Array[]): Promise<DetectorFindings>;
}

/**
 * Learns from normal beats alone to tell others from them, threshold included.
 * @param normals beats of one length; 9 or more have to be left when a fold is held out
 * @throws ModelCoreError
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
 * Sizes of the neighbourhoods, all taken together. Small ones: a few odd beats among the normal ones then stand for
 * their like, instead of making each other the strangest of all.
 */
const neighbours = [3, 4, 5, 6, 7, 8];

const density = localOutlierFactor({ neighbours, distance: shiftedDistance(2) });
/** Without the noise between neighbouring samples. */
const wholeBeat = inSpace(() => movingMean(5), density);
/** How thin the normal beats lie around a beat's second half, where a premature beat shows. */
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
