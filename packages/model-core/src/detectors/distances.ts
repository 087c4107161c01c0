/** Distance of two beats of equal length; 0 if they are equal. */
export type Distance = (a: ArrayLike<number>, b: ArrayLike<number>) => number;

export function euclidean(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += ((a[at] ?? 0) - (b[at] ?? 0)) ** 2;
  return Math.sqrt(sum);
}

/**
 * Smallest root mean square difference of two beats over all relative shifts, computed where they overlap. Allows for
 * the precision of R peaks, which is a few samples.
 * @param mostSamples largest shift in samples, 0 or more, below the beats' length
 */
export function shiftedDistance(mostSamples: number): Distance {
  return (a, b) => {
    let least = Number.POSITIVE_INFINITY;
    for (let shift = -mostSamples; shift <= mostSamples; shift++) {
      const from = Math.max(0, shift);
      const to = Math.min(a.length, a.length + shift);
      let sum = 0;
      for (let at = from; at < to; at++) sum += ((a[at] ?? 0) - (b[at - shift] ?? 0)) ** 2;
      least = Math.min(least, sum / (to - from));
    }
    return Math.sqrt(least);
  };
}

/**
 * Places and distances of the nearest references, nearest first; equal distances keep the order of the references.
 * @param options.skip place of a reference to omit, such as that of the item itself. Default: none.
 */
export function nearest<T extends ArrayLike<number>>(
  item: T,
  references: readonly T[],
  options: { readonly count: number; readonly distance: Distance; readonly skip?: number },
): { readonly places: number[]; readonly distances: number[] } {
  const { count, distance, skip } = options;
  const places: number[] = [];
  const distances: number[] = [];
  references.forEach((reference, place) => {
    if (place === skip) return;
    const found = distance(item, reference);
    if (places.length === count && found >= (distances.at(-1) ?? Number.POSITIVE_INFINITY)) return;
    let at = places.length;
    while (at > 0 && (distances[at - 1] ?? 0) > found) at -= 1;
    places.splice(at, 0, place);
    distances.splice(at, 0, found);
    if (places.length > count) {
      places.pop();
      distances.pop();
    }
  });
  return { places, distances };
}
