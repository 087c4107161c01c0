import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ContractError } from '../errors.ts';
import { hindrances, judgingParts, type Progress } from '../progress.ts';
import { decodeProgress, encodeProgress } from './progress.ts';

const progress: fc.Arbitrary<Progress> = fc.record(
  {
    part: fc.constantFrom(...judgingParts),
    timeUs: fc.integer({ min: 1e15, max: 9e15 - 1 }),
    positions: fc.array(
      fc.record({
        topic: fc.string({ minLength: 1, maxLength: 249, unit: 'grapheme-ascii' }),
        partition: fc.nat(),
        nextOffset: fc.maxSafeNat(),
      }),
      { maxLength: 20 },
    ),
    waitingMs: fc.double({ min: 0, max: 1e9, noNaN: true }).map(Math.abs),
    hindrance: fc.constantFrom(...hindrances),
  },
  { requiredKeys: ['part', 'timeUs', 'positions', 'waitingMs'] },
);

describe('the progress of a part', () => {
  it('comes back as it was encoded', () => {
    fc.assert(
      fc.property(progress, (value) => {
        expect(decodeProgress(encodeProgress(value))).toEqual(value);
      }),
    );
  });

  it.each([
    ['part', { part: 'gateway' }],
    ['timeUs', { timeUs: 5 }],
    ['positions.topic', { positions: [{ topic: '', partition: 0, nextOffset: 0 }] }],
    ['positions.nextOffset', { positions: [{ topic: 't', partition: 0, nextOffset: -1 }] }],
    ['waitingMs', { waitingMs: -1 }],
    ['hindrance', { hindrance: 'weather' }],
  ])('is refused with a wrong %s: %j', (field, fault) => {
    const good: Progress = { part: 'ingest', timeUs: 1.7e15, positions: [], waitingMs: 0 };
    const bytes = encodeProgress({ ...good, ...fault } as Progress);
    expect(() => decodeProgress(bytes)).toThrow(ContractError);
    expect(() => decodeProgress(bytes)).toThrow(field);
  });
});
