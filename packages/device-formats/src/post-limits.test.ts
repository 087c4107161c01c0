import { describe, expect, it } from 'vitest';
import { readFhir, readJson, readPolar, type PostedPackets } from './read-post.ts';

const many = <Value>(count: number, value: Value): Value[] => Array.from({ length: count }, () => value);
const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));
const observation = {
  resourceType: 'Observation',
  status: 'final',
  code: { coding: [{ system: 'urn:iso:std:iso:11073:10101', code: '131330' }] },
  subject: { reference: 'Patient/p-2' },
  effectiveDateTime: '2026-03-01T10:00:00Z',
};

const posts: readonly [string, () => PostedPackets, string][] = [
  ['numbers', () => readJson(many(1_000_000, 0)), 'a list of 1000000'],
  ['objects', () => readJson(many(1_000_000, {})), 'a list of 1000000'],
  ['batches', () => readPolar(many(1_000_000, 0)), 'a list of 1000000'],
  ['entries', () => readFhir({ resourceType: 'Bundle', entry: many(1_000_000, 0) }), 'a list of 1000000'],
  ['components', () => readFhir({ ...observation, component: many(1_000_000, {}) }), 'a list of 1000000'],
  ['codings', () => readFhir({ ...observation, code: { coding: many(1_000_000, 0) } }), 'a list of 1000000'],
  [
    'lists of lists',
    () =>
      readFhir({
        resourceType: 'Bundle',
        entry: many(4000, { resource: { ...observation, component: many(4000, 0) } }),
      }),
    'more than 50000 values',
  ],
  ['depth', () => readJson(nested(100_000)), 'more than 32 values within each other'],
  ['samples', () => readJson({ samples: many(1_000_000, 1) }), '1000000 samples'],
];

describe('a post beyond the limits of its shape', () => {
  it.each(posts)('is refused at once: %s', (_, read, found) => {
    const startedMs = performance.now();
    const { packets, faults, ignored } = read();
    expect([packets, ignored]).toEqual([[], 0]);
    expect(faults).toMatchObject([{ field: 'body', found }]);
    expect(performance.now() - startedMs).toBeLessThan(2000);
  });

  it('is told from a long one within them', () => {
    expect(readJson(many(4000, 0)).faults).toHaveLength(4000);
    expect(readJson(nested(30)).faults).toMatchObject([{ index: 0, found: 'an array of 1' }]);
  });
});
