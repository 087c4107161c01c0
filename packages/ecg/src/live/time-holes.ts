/**
 * Spans of time of which a live stream has brought no signal: pairs of epoch times, microseconds, ascending and
 * apart. What comes late belongs into one of them; what lies in none has come before. Plain data.
 */
export type TimeHoles = [fromUs: number, toUs: number][];

/** Of more the shortest is forgotten: what would have filled it is taken for a duplicate. */
const mostHoles = 32;

/** Everything before a stream's first sample. */
export const holesBefore = (firstSampleTimeUs: number): TimeHoles => [[0, firstSampleTimeUs]];

export const isInHole = (holes: Readonly<TimeHoles>, timeUs: number): boolean =>
  holes.some(([fromUs, toUs]) => timeUs >= fromUs && timeUs < toUs);

/** The signal goes on at `toUs`, and ended at `fromUs` before. */
export function openHole(holes: TimeHoles, fromUs: number, toUs: number): void {
  if (toUs <= fromUs) return;
  const apart = holes.filter(([from, to]) => to < fromUs || from > toUs);
  const touching = holes.filter(([from, to]) => to >= fromUs && from <= toUs);
  const from = Math.min(fromUs, ...touching.map(([first]) => first));
  const to = Math.max(toUs, ...touching.map(([, last]) => last));
  replace(holes, [...apart, [from, to]]);
}

/**
 * Signal has come for a span of time.
 * @param leastUs what is left of a hole at either side and is shorter counts as rounding
 */
export function coverHoles(holes: TimeHoles, fromUs: number, toUs: number, leastUs: number): void {
  const last = holes.at(-1);
  // In a stream that goes on, every hole lies behind.
  if (last === undefined || last[1] <= fromUs) return;
  replace(
    holes,
    holes.flatMap(([from, to]): TimeHoles => {
      if (to <= fromUs || from >= toUs) return [[from, to]];
      const rests: TimeHoles = [
        [from, fromUs],
        [toUs, to],
      ];
      return rests.filter(([start, end]) => end - start >= leastUs);
    }),
  );
}

function replace(holes: TimeHoles, next: TimeHoles): void {
  next.sort(([a], [b]) => a - b);
  while (next.length > mostHoles) {
    const lengths = next.map(([from, to]) => to - from);
    next.splice(lengths.indexOf(Math.min(...lengths)), 1);
  }
  holes.splice(0, holes.length, ...next);
}
