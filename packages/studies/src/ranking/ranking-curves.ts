interface Curve {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

export interface RankingCurves {
  /** False alarms among the normal beats against anomalies found, both as shares, over all thresholds. */
  readonly roc: Curve;
  /** Anomalies found against anomalies among the beats that were flagged, both as shares. */
  readonly precisionRecall: Curve;
}

/** Points of a drawn curve at most. */
const mostPoints = 300;

/**
 * Both curves of some scores.
 * @param scores higher is more anomalous
 * @param positive whether each beat is an anomaly
 */
export function rankingCurves(scores: ArrayLike<number>, positive: readonly boolean[]): RankingCurves {
  const order = positive.map((_, index) => index).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  const positives = positive.filter(Boolean).length;
  const negatives = positive.length - positives;
  const roc = { x: [0], y: [0] };
  const precisionRecall = { x: [] as number[], y: [] as number[] };
  const every = Math.max(1, Math.ceil(order.length / mostPoints));
  let found = 0;
  order.forEach((beat, position) => {
    if (positive[beat] === true) found += 1;
    const flagged = position + 1;
    const next = order[flagged];
    // Beats with equal scores are flagged together.
    if (next !== undefined && scores[next] === scores[beat]) return;
    if (flagged % every !== 0 && next !== undefined) return;
    roc.x.push((flagged - found) / negatives);
    roc.y.push(found / positives);
    if (found === 0) return;
    precisionRecall.x.push(found / positives);
    precisionRecall.y.push(found / flagged);
  });
  return { roc, precisionRecall };
}
