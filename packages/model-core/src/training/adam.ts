/** Adam's decay rates of the moments, and the term against division by zero (Kingma, Ba, "Adam", 2015, algorithm 1). */
export const adamDecay = { firstDecay: 0.9, secondDecay: 0.999, epsilon: 1e-8 } as const;

/**
 * Learning rate with the bias correction of both moments (ibid., end of section 2).
 * @param step number of the step, from 1
 */
export function adamStepSize(learningRate: number, step: number): number {
  const { firstDecay, secondDecay } = adamDecay;
  return (learningRate * Math.sqrt(1 - secondDecay ** step)) / (1 - firstDecay ** step);
}
