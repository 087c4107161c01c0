import { RequestError } from './request-error.ts';

/** Previews that are worked on at a time: each takes a share of the process that serves the pages. */
const places = 2;
// One count for the process: Next.js loads a module once per route.
const held = globalThis as { beatwatchPreviews?: number };

/**
 * @returns what gives the place back
 * @throws RequestError 503 where all are taken
 */
export function takePlace(): () => void {
  const taken = held.beatwatchPreviews ?? 0;
  if (taken >= places) throw new RequestError({ code: 'previews-busy' });
  held.beatwatchPreviews = taken + 1;
  return () => {
    held.beatwatchPreviews = (held.beatwatchPreviews ?? 1) - 1;
  };
}
