/** Places of lists that follow one another in an array, by name, in the order of their sizes. */
export function placesFrom<Name extends string>(
  from: number,
  sizes: Readonly<Record<Name, number>>,
): Readonly<Record<Name, number>> {
  let next = from;
  const places: Partial<Record<Name, number>> = {};
  for (const name of Object.keys(sizes) as Name[]) {
    places[name] = next;
    next += sizes[name];
  }
  return places as Record<Name, number>;
}
