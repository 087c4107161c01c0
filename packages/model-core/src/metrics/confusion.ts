/** Confusion counts; an anomaly is a positive. */
export interface ConfusionCounts {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
  readonly falseNegatives: number;
}

/** A decision on one item, with the item's label. */
export interface Decision {
  /** Class of the item, such as '1' for a normal beat of ECG5000. */
  readonly label: string;
  readonly isAnomaly: boolean;
  readonly flagged: boolean;
}

export interface DecisionMetrics {
  readonly counts: ConfusionCounts;
  /** Share of correct decisions. All shares are in [0, 1]; NaN for a share of zero items. */
  readonly accuracy: number;
  /** Share of normal items that were not flagged. */
  readonly specificity: number;
  /** Share of anomalies that were flagged, by class. */
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
