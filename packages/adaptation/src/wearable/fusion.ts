/** Weights of a logistic regression over features. A feature without a weight is ignored. */
export interface Fusion<Name extends string> {
  readonly offset: number;
  readonly weights: Readonly<Partial<Record<Name, number>>>;
}
