import fc from 'fast-check';
import { expect, it } from 'vitest';
import { tilingOf } from './tiling.ts';

const limits = { workgroupBytes: 32_768, workgroupThreads: 256 };

it('fits into the memory and the threads of a workgroup, and covers every unit, for any layer', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 4096 }),
      fc.integer({ min: 1, max: 16_384 }),
      fc.constantFrom(2 as const, 4 as const),
      fc.constantFrom(16_384, 32_768, 49_152),
      (units, batch, weightBytes, workgroupBytes) => {
        const tiling = tilingOf({ units, batch, weightBytes }, { workgroupBytes, workgroupThreads: 256 });
        const { beatsPerThread, groups, groupThreads, unitsPerThread, keepsWeights } = tiling;
        expect(groups).toBeGreaterThanOrEqual(1);
        expect(groups * groupThreads).toBeLessThanOrEqual(256);
        expect(unitsPerThread * groupThreads).toBeGreaterThanOrEqual(units);
        const states = 4 * units * groups * beatsPerThread;
        const weights = keepsWeights ? 4 * weightBytes * units * units : 0;
        expect(states + weights).toBeLessThanOrEqual(workgroupBytes);
      },
    ),
  );
});

it('keeps the weights of the wearable model in the workgroup, and streams those of the seed model', () => {
  expect(tilingOf({ units: 32, batch: 64, weightBytes: 4 }, limits).keepsWeights).toBe(true);
  expect(tilingOf({ units: 256, batch: 64, weightBytes: 4 }, limits).keepsWeights).toBe(false);
});

it('gives a thread more beats only where enough workgroups are left', () => {
  const beats = (batch: number) => tilingOf({ units: 256, batch, weightBytes: 4 }, limits).beatsPerThread;
  expect([beats(1), beats(64), beats(1024), beats(4096)]).toEqual([1, 1, 4, 16]);
});

it('refuses a layer whose state has no room, with the most that it could have', () => {
  expect(() => tilingOf({ units: 9000, batch: 1, weightBytes: 4 }, limits)).toThrow(
    'units: found 9000, expected at most 8192',
  );
});
