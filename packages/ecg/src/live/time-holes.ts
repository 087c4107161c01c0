/**
 * Time spans without live signal: ascending, disjoint pairs of epoch microseconds. A late packet lies in one of them; a
 * packet outside all of them is a duplicate. Plain data.
 */
export type TimeHoles = [fromUs: number, toUs: number][];

/** Most holes kept; beyond it the shortest is dropped, and packets that would fill it count as duplicates. */
const maxHoles = 32;

/** Hole of everything before a stream's first sample. */
export const holesBefore = (firstSampleTimeUs: number): TimeHoles => [[0, firstSampleTimeUs]];

export const isInHole = (holes: Readonly<TimeHoles>, timeUs: number): boolean =>
  holes.some(([fromUs, toUs]) => timeUs >= fromUs && timeUs < toUs);

/** Adds a hole between the end of the signal, `fromUs`, and its continuation, `toUs`. */
export function openHole(holes: TimeHoles, fromUs: number, toUs: number): void {
  if (toUs <= fromUs) return;
  const apart = holes.filter(([from, to]) => to < fromUs || from > toUs);
  const touching = holes.filter(([from, to]) => to >= fromUs && from <= toUs);
  const from = Math.min(fromUs, ...touching.map(([first]) => first));
  const to = Math.max(toUs, ...touching.map(([, last]) => last));
  replace(holes, [...apart, [from, to]]);
}

/**
 * Removes a time span from the holes.
 * @param minRemainderUs shortest remainder of a hole that is kept; shorter ones are rounding
 */
export function coverHoles(holes: TimeHoles, fromUs: number, toUs: number, minRemainderUs: number): void {
  const last = holes.at(-1);
  // The usual case of a running stream: every hole is in the past.
  if (last === undefined || last[1] <= fromUs) return;
  replace(
    holes,
    holes.flatMap(([from, to]): TimeHoles => {
      if (to <= fromUs || from >= toUs) return [[from, to]];
      const remainders: TimeHoles = [
        [from, fromUs],
        [toUs, to],
      ];
      return remainders.filter(([start, end]) => end - start >= minRemainderUs);
    }),
  );
}

function replace(holes: TimeHoles, next: TimeHoles): void {
  next.sort(([a], [b]) => a - b);
  while (next.length > maxHoles) {
    const lengths = next.map(([from, to]) => to - from);
    next.splice(lengths.indexOf(Math.min(...lengths)), 1);
  }
  holes.splice(0, holes.length, ...next);
}
