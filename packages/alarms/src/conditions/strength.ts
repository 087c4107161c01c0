import type { KnownBeat } from '../state.ts';

/** Cap on one beat's strength: a single artefact must not make up for two doubtful beats. */
const maxStrength = 6;

/** Mean strength of the beats, each capped at 6. */
export function meanStrength(beats: readonly KnownBeat[]): number {
  const sum = beats.reduce((total, { strength }) => total + Math.min(maxStrength, strength), 0);
  return sum / Math.max(1, beats.length);
}
