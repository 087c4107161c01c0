/**
 * Measures of the last 3.2 s of one lead that tell ventricular rhythms apart, in this order: share of the signal at rest,
 * lowest autocorrelation within 350 ms, dominant frequency in Hz, share of the power near it, share of the power from 10 Hz
 * on, root mean square in microvolts.
 */
export const rhythmMeasureNames = [
  'restingShare',
  'lowestAutocorrelation',
  'dominantHz',
  'concentration',
  'fastShare',
  'sizeMicrovolts',
] as const;
export type RhythmMeasureName = (typeof rhythmMeasureNames)[number];
