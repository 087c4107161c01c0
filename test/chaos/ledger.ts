/** One line of the verdict. */
export interface Entry {
  readonly what: string;
  readonly expected: number;
  readonly found: number;
  /** Expected, and not there. */
  readonly missing: number;
  /** There, and not expected, or otherwise than expected. */
  readonly wrong: number;
  /** The first few of either. */
  readonly examples: readonly string[];
}

const exampleCount = 3;

/** Compares what an undisturbed run has made of the same messages with what this one has. */
export function compareRows(
  what: string,
  expected: ReadonlyMap<string, string>,
  found: ReadonlyMap<string, string>,
): Entry {
  const missing = [...expected.keys()].filter((key) => !found.has(key));
  const wrong = [...found].filter(([key, value]) => expected.get(key) !== value).map(([key]) => key);
  return {
    what,
    expected: expected.size,
    found: found.size,
    missing: missing.length,
    wrong: wrong.length,
    examples: [
      ...missing.slice(0, exampleCount).map((key) => `missing ${key}`),
      ...wrong
        .slice(0, exampleCount)
        .map((key) => `${key}: found ${found.get(key) ?? ''}, expected ${expected.get(key) ?? 'nothing'}`),
    ],
  };
}

/** The same for things that have no value beside their name. */
export function compareNames(what: string, expected: Iterable<string>, found: Iterable<string>): Entry {
  const named = (names: Iterable<string>): Map<string, string> =>
    new Map([...names].map((name) => [name, '']));
  return compareRows(what, named(expected), named(found));
}

export const isGood = ({ missing, wrong }: Entry): boolean => missing === 0 && wrong === 0;
