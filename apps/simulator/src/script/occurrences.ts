interface Repeating {
  readonly atSeconds: number;
  readonly everySeconds?: number | undefined;
}

/** How often the event has begun up to and including a time. */
export function timesBegun({ atSeconds, everySeconds }: Repeating, timeSeconds: number): number {
  if (timeSeconds < atSeconds) return 0;
  return everySeconds === undefined ? 1 : 1 + Math.floor((timeSeconds - atSeconds) / everySeconds);
}

/** When the event last began at or before a time; undefined before its first time. */
export function lastBegan(event: Repeating, timeSeconds: number): number | undefined {
  const begun = timesBegun(event, timeSeconds);
  return begun === 0 ? undefined : event.atSeconds + (begun - 1) * (event.everySeconds ?? 0);
}

/** When the event that has begun `times` times begins again; infinity where it does not. */
export function beginsNext({ atSeconds, everySeconds }: Repeating, times: number): number {
  if (times === 0) return atSeconds;
  return everySeconds === undefined ? Infinity : atSeconds + times * everySeconds;
}
