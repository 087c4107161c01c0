import {
  calibrate,
  fused,
  inSpace,
  localOutlierFactor,
  movingMean,
  secondHalf,
  shiftedDistance,
  type OutlierMethod,
} from '@beatwatch/model-core';
import type { StudySplit } from './split.ts';

/**
 * How thin the normal beats lie around a beat's second half, where a premature beat shows: local outlier factor of the
 * smoothed samples, which the detector uses too (docs/decisions/detector.md).
 */
const secondHalfDensity: OutlierMethod = inSpace(
  () => secondHalf,
  inSpace(
    () => movingMean(5),
    localOutlierFactor({ neighbours: [3, 4, 5, 6, 7, 8], distance: shiftedDistance(2) }),
  ),
);

/** Parts of the split that the training has not seen. */
type JudgedPart = Exclude<keyof StudySplit, 'train'>;
export type JudgedScores = Readonly<Record<JudgedPart, readonly number[]>>;

/**
 * Reconstruction loss and density as one score: the mean of both, each in deviations from the middle of the validation
 * normals.
 */
export function togetherWithDensity(split: StudySplit, losses: JudgedScores): JudgedScores {
  const score = secondHalfDensity(split.train.map(({ samples }) => samples));
  const thinness = (part: JudgedPart) => score(split[part].map(({ samples }) => samples));
  const validation = thinness('validation');
  const [calibratedLoss, calibratedThinness] = [calibrate(losses.validation), calibrate(validation)];
  const together = (part: JudgedPart): number[] => [
    ...fused([
      calibratedLoss(losses[part]),
      calibratedThinness(part === 'validation' ? validation : thinness(part)),
    ]),
  ];
  return {
    validation: together('validation'),
    testNormals: together('testNormals'),
    testAnomalies: together('testAnomalies'),
  };
}
