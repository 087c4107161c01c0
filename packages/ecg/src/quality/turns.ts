/** The last large turns of a signal: plain data. */
export interface TurnState {
  /** Samples read, wrapping. */
  at: number;
  rising: boolean;
  /** The last extreme, counts; undefined before the first sample. */
  extreme: number | undefined;
  /** When the last large turns were noticed, oldest first. */
  readonly times: number[];
}

export const turnState = (): TurnState => ({ at: 0, rising: true, extreme: undefined, times: [] });

/** A turn counts as large from here on, microvolts. */
const largeMicrovolts = 400;
/** A QRS complex has three large turns, a notched one four. */
const mostTurns = 4;
const withinSeconds = 0.1;

/**
 * Reads on, and tells whether the signal rings: turns back and forth by 0.4 mV or more five times within 100 ms. A
 * contact that rattles does so, and an amplifier that recovers; no heart does.
 */
export function advanceTurns(
  turns: TurnState,
  samples: Int16Array,
  {
    samplingRateHz,
    microvoltsPerCount,
  }: { readonly samplingRateHz: number; readonly microvoltsPerCount: number },
): boolean {
  const large = largeMicrovolts / microvoltsPerCount;
  const within = withinSeconds * samplingRateHz;
  let { at, rising, extreme = samples[0] ?? 0 } = turns;
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
    turns.times.push(at);
    if (turns.times.length <= mostTurns) continue;
    const oldest = turns.times.shift() ?? at;
    if (at - oldest <= within) rings = true;
  }
  turns.at = at;
  turns.rising = rising;
  turns.extreme = extreme;
  return rings;
}
