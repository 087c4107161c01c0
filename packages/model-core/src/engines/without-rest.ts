import type { BatchScores } from './engine.ts';

/** What an engine answers that was asked for losses alone. */
export const withoutRest = (losses: Float64Array): BatchScores => ({
  losses,
  reconstructions: new Float32Array(),
  latents: new Float32Array(),
});
