/**
 * When a challenger may replace the champion. What "may be left open" is the end of an interval of 95 %: that no loss was found does
 * not show that nothing was lost.
 */
export interface PromotionRule {
  /** Least gain of one share of beats on one set, of those that decide about alarms. Default 0.002. */
  readonly betterBy: number;
  /** Greatest loss of any share of beats on any set. Default 0.01. */
  readonly worseBy: number;
  /** Greatest loss of a share of beats of a reference set that may be left open. Default 0.03. */
  readonly openLoss: number;
  /** Most false alarms an hour on the records of a reference set beyond the champion's that may be left open. Default 0.3. */
  readonly openFalseAlarmsPerHour: number;
  /** Greatest loss of the share of runs and onsets that are alarmed within 10 s that may be left open. Default 0.05. */
  readonly openRunLoss: number;
}

export const promotionDefaults: PromotionRule = {
  betterBy: 0.002,
  worseBy: 0.01,
  openLoss: 0.03,
  openFalseAlarmsPerHour: 0.3,
  openRunLoss: 0.05,
};
