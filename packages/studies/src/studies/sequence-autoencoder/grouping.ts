/** Groups in order of their first item. */
export function groupedBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [item]);
    else known.push(item);
  }
  return groups;
}

/** Of many items as many as wanted, evenly spaced. */
export function spread<Item>(items: readonly Item[], most = items.length): Item[] {
  const kept = Math.min(most, items.length);
  return Array.from({ length: kept }, (_, index) => items[Math.floor((index * items.length) / kept)]).flatMap(
    (item) => (item === undefined ? [] : [item]),
  );
}
