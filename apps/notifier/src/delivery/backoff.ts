/** Seconds until the next attempt at a message that was refused, after the first, second … attempt: 16 hours in all. */
const refusedDelaysS = [5, 30, 120, 600, 1800, 3600, 7200, 14_400, 28_800];

/** @param attempts made so far, at least 1. @returns undefined where it is given up */
export function refusedDelayMs(attempts: number): number | undefined {
  const seconds = refusedDelaysS[attempts - 1];
  return seconds === undefined ? undefined : seconds * 1000;
}

const longestPauseMs = 60_000;

/** How long a receiver that is away is left alone, after this number of failures in a row: 1 s to a minute. */
export const unavailablePauseMs = (failures: number): number =>
  Math.min(longestPauseMs, 1000 * 2 ** Math.min(failures - 1, 10));
