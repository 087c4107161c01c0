interface Repeating {
  readonly atSeconds: number;
  readonly everySeconds?: number | undefined;
}

/** Number of occurrences that have begun up to and including a time. */
export function timesBegun({ atSeconds, everySeconds }: Repeating, timeSeconds: number): number {
  if (timeSeconds < atSeconds) return 0;
  return everySeconds === undefined ? 1 : 1 + Math.floor((timeSeconds - atSeconds) / everySeconds);
}

/** Start of the last occurrence at or before a time; undefined before the first. */
export function lastBegan(event: Repeating, timeSeconds: number): number | undefined {
  const begun = timesBegun(event, timeSeconds);
  return begun === 0 ? undefined : event.atSeconds + (begun - 1) * (event.everySeconds ?? 0);
}

/** Start of the next occurrence after a number of occurrences; infinity after the last one. */
export function beginsNext({ atSeconds, everySeconds }: Repeating, occurrences: number): number {
  if (occurrences === 0) return atSeconds;
  return everySeconds === undefined ? Infinity : atSeconds + occurrences * everySeconds;
}
