/** Last large slope reversals of a signal; plain data. */
export interface SlopeReversalState {
  /** Samples read, wrapping. */
  at: number;
  rising: boolean;
  /** Last extreme, counts; undefined before the first sample. */
  extreme: number | undefined;
  /** Sample numbers of the last large reversals, oldest first. */
  readonly times: number[];
}

export const slopeReversalState = (): SlopeReversalState => ({
  at: 0,
  rising: true,
  extreme: undefined,
  times: [],
});

/** Least height of a large reversal, microvolts. */
const largeMicrovolts = 400;
/** Most reversals of an ECG: a notched QRS complex; an ordinary one has three. */
const maxReversals = 4;
const withinSeconds = 0.1;

/**
 * Counts the large slope reversals in samples.
 * @returns whether the signal rings: its slope reverses by 0.4 mV or more five times within 100 ms, which a rattling
 * contact or a recovering amplifier does but no ECG
 */
export function advanceSlopeReversals(
  reversals: SlopeReversalState,
  samples: Int16Array,
  {
    samplingRateHz,
    microvoltsPerCount,
  }: { readonly samplingRateHz: number; readonly microvoltsPerCount: number },
): boolean {
  const large = largeMicrovolts / microvoltsPerCount;
  const within = withinSeconds * samplingRateHz;
  let { at, rising, extreme = samples[0] ?? 0 } = reversals;
  let rings = false;
  for (const value of samples) {
    at += 1;
    if (rising ? value >= extreme : value <= extreme) {
      extreme = value;
      continue;
    }
    if (Math.abs(value - extreme) < large) continue;
    rising = !rising;
    extreme = value;
    reversals.times.push(at);
    if (reversals.times.length <= maxReversals) continue;
    const oldest = reversals.times.shift() ?? at;
    if (at - oldest <= within) rings = true;
  }
  reversals.at = at;
  reversals.rising = rising;
  reversals.extreme = extreme;
  return rings;
}
