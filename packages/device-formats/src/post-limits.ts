import type { Fault } from './fault.ts';

/** Limits of a post's shape: its bytes alone do not say what it costs to read. */
const limits = {
  /** Objects and arrays within each other. */
  depth: 32,
  /** Parts of a list, other than samples. Twelve leads of a minute are some 2,400 packets. */
  listed: 4000,
  /** All of these together, and objects. */
  values: 50_000,
  /** Samples of one lead; a packet has fewer. */
  samples: 200_000,
} as const;

/** Keys of arrays whose items are read one by one at once, and not as parts of a post. */
const sampleKeys = new Set(['samples', 'data']);

/** What of a post is beyond the limits of its shape; undefined where it is within them. Costs no more than a look at each value. */
export function beyondLimits(body: unknown): Fault | undefined {
  const waiting: [value: unknown, depth: number][] = [[body, 1]];
  let values = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [value, depth] = next;
    if (typeof value !== 'object' || value === null) continue;
    if (depth > limits.depth) return fault(`more than ${limits.depth} values within each other`, 'fewer');
    values += Array.isArray(value) ? value.length : 1;
    if (Array.isArray(value) && value.length > limits.listed) {
      return fault(`a list of ${value.length}`, `at most ${limits.listed} parts`);
    }
    if (values > limits.values) return fault(`more than ${limits.values} values`, 'fewer in a post');
    for (const [key, inner] of Object.entries(value)) {
      if (Array.isArray(inner) && sampleKeys.has(key)) {
        if (inner.length > limits.samples)
          return fault(`${inner.length} ${key}`, `at most ${limits.samples}`);
      } else waiting.push([inner, depth + 1]);
    }
  }
  return undefined;
}

const fault = (found: string, expected: string): Fault => ({ field: 'body', found, expected });
