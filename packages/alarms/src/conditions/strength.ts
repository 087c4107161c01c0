import type { KnownBeat } from '../state.ts';

/** One beat is never worth more: a single artefact does not make up for two doubtful beats. */
const mostOfOne = 6;

export function meanStrength(beats: readonly KnownBeat[]): number {
  const sum = beats.reduce((total, { strength }) => total + Math.min(mostOfOne, strength), 0);
  return sum / Math.max(1, beats.length);
}
