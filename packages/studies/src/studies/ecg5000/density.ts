import { calibrate, fused, secondHalfDensity } from '@beatwatch/model-core';
import type { StudySplit } from './split.ts';

/** Parts of the split that are not trained on. */
type JudgedPart = Exclude<keyof StudySplit, 'train'>;
export type JudgedScores = Readonly<Record<JudgedPart, readonly number[]>>;

/**
 * Anomaly score from reconstruction loss and density: the mean of both, each in deviations from the median of the
 * validation normals.
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
