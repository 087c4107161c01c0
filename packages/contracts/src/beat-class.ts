/**
 * Classes of beats: N normal, S supraventricular ectopic, V ventricular ectopic, F fusion of both (ANSI/AAMI EC57:2012),
 * P paced, U unknown: an artefact, or no beat that can be told.
 */
export const beatClasses = ['N', 'S', 'V', 'F', 'P', 'U'] as const;
export type BeatClass = (typeof beatClasses)[number];

/** Probability of each class, 0 to 1; their sum is 1. */
export type ClassProbabilities = Readonly<Record<BeatClass, number>>;

/** @param values one of each class, in the order of `beatClasses` */
export function classProbabilitiesOf(values: ArrayLike<number>): ClassProbabilities {
  const [N = 0, S = 0, V = 0, F = 0, P = 0, U = 0] = Array.from(values);
  return { N, S, V, F, P, U };
}

/** Of equally probable classes the first one. */
export const mostProbableClass = (probabilities: ClassProbabilities): BeatClass =>
  beatClasses.reduce((best, name) => (probabilities[name] > probabilities[best] ? name : best));
