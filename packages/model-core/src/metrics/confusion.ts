/** How often a decision was right and wrong; anomalies are the positive side. */
export interface ConfusionCounts {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
  readonly falseNegatives: number;
}

/** One judged item: what it is and what was said of it. */
export interface Decision {
  /** True class, such as '1' for a normal beat of ECG5000. */
  readonly label: string;
  readonly isAnomaly: boolean;
  readonly flagged: boolean;
}

export interface DecisionMetrics {
  readonly counts: ConfusionCounts;
  /** Share of right decisions. All shares lie in [0, 1] and are NaN where they are taken of nothing. */
  readonly accuracy: number;
  /** Share of normal items that were not flagged. */
  readonly specificity: number;
  /** Share of anomalies that were flagged, for each of their classes that occurs. */
  readonly recallByClass: Readonly<Record<string, number>>;
}

export function decisionMetrics(decisions: readonly Decision[]): DecisionMetrics {
  const count = (isAnomaly: boolean, flagged: boolean): number =>
    decisions.filter((decision) => decision.isAnomaly === isAnomaly && decision.flagged === flagged).length;
  const counts: ConfusionCounts = {
    truePositives: count(true, true),
    falsePositives: count(false, true),
    trueNegatives: count(false, false),
    falseNegatives: count(true, false),
  };
  const anomalies = new Map<string, Decision[]>();
  for (const decision of decisions.filter(({ isAnomaly }) => isAnomaly))
    anomalies.set(decision.label, [...(anomalies.get(decision.label) ?? []), decision]);
  return {
    counts,
    accuracy: (counts.truePositives + counts.trueNegatives) / decisions.length,
    specificity: counts.trueNegatives / (counts.trueNegatives + counts.falsePositives),
    recallByClass: Object.fromEntries(
      [...anomalies]
        .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
        .map(([label, items]) => [label, items.filter(({ flagged }) => flagged).length / items.length]),
    ),
  };
}
