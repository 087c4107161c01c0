import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignByNumber } from './assigner.ts';

describe('assignByNumber', () => {
  it('gives one member the same partitions of every topic, whatever the number of members', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 12 }),
        (memberCount, partitionCount) => {
          const members = Array.from({ length: memberCount }, (_, index) => `member-${index}`);
          const partitions = Array.from({ length: partitionCount }, (_, index) => index);
          const assignments = assignByNumber(
            members,
            new Map([
              ['beats', partitions],
              ['commands', partitions],
            ]),
          );
          const all = [...assignments.values()];
          for (const { beats, commands } of all) expect(beats).toEqual(commands);
          expect(all.flatMap(({ beats }) => beats ?? []).sort((a, b) => a - b)).toEqual(partitions);
          const sizes = all.map(({ beats }) => beats?.length ?? 0);
          expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it('does not depend on the order of the members', () => {
    const topics = new Map([['beats', [0, 1, 2, 3]]]);
    expect(assignByNumber(['b', 'a'], topics)).toEqual(assignByNumber(['a', 'b'], topics));
  });
});
