interface Span {
  readonly from: number;
  readonly to: number;
}

/** Total length of what two lists of spans share; the spans of each list do not overlap one another. */
export const overlapSeconds = (some: readonly Span[], others: readonly Span[]): number =>
  some.reduce(
    (sum, one) =>
      sum +
      others.reduce(
        (part, other) => part + Math.max(0, Math.min(one.to, other.to) - Math.max(one.from, other.from)),
        0,
      ),
    0,
  );
