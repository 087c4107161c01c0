/**
 * When the index becomes an alarm: `seconds` of the last `ofSeconds` at `level` or above; it is over after
 * `clearSeconds` in a row below `clearLevel`. The level was chosen together with the weights; see
 * docs/decisions/fibrillation.md.
 */
export const fibrillationRule = {
  level: 0.5,
  seconds: 3,
  ofSeconds: 3,
  clearLevel: 0.5,
  clearSeconds: 5,
} as const;
