/** Decay of the moments and the term against division by zero; source: Kingma, Ba, "Adam", 2015, algorithm 1. */
export const adamDecay = { firstDecay: 0.9, secondDecay: 0.999, epsilon: 1e-8 } as const;

/** The learning rate with both moments' bias corrected, after `step` steps, 1 or more (end of section 2 there). */
export function adamStepSize(learningRate: number, step: number): number {
  const { firstDecay, secondDecay } = adamDecay;
  return (learningRate * Math.sqrt(1 - secondDecay ** step)) / (1 - firstDecay ** step);
}
