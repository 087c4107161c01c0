import { serialize } from 'node:v8';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packState } from './pack-state.ts';
import { unpackState } from './unpack-state.ts';

const number = fc.oneof(
  fc.double(),
  fc.float(),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.constantFrom(-0, 0, NaN, Infinity, -Infinity, 2 ** 31, -(2 ** 31), 2 ** 53, 1e300),
);
const name = fc.oneof(fc.constantFrom('timeUs', 'rr', 'é', ''), fc.string({ maxLength: 8 }));
const row = fc.record(
  {
    timeUs: fc.maxSafeInteger(),
    score: fc.float(),
    late: fc.boolean(),
    lead: name,
    nested: fc.record({ a: number }, { noNullPrototype: true }),
  },
  { requiredKeys: ['timeUs', 'score'], noNullPrototype: true },
);
const { plain } = fc.letrec<{ plain: unknown }>((tie) => ({
  plain: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    number,
    name,
    fc.boolean(),
    fc.constantFrom(undefined, null),
    fc.array(number),
    fc.array(row),
    fc.array(tie('plain'), { maxLength: 5 }),
    fc.dictionary(
      name.filter((one) => one !== '__proto__'),
      tie('plain'),
      { maxKeys: 5, noNullPrototype: true },
    ),
    fc.array(fc.tuple(name, tie('plain')), { maxLength: 4 }).map((entries) => new Map(entries)),
    fc.float32Array(),
    fc.float64Array(),
    fc.int16Array(),
    fc.uint8Array(),
  ),
}));

describe('a packed state', () => {
  it('is unpacked as it was, to the bit and in the order of its fields', () => {
    fc.assert(
      fc.property(plain, (state) => {
        const unpacked = unpackState(packState(state));
        expect(unpacked).toStrictEqual(state);
        expect(JSON.stringify(unpacked)).toBe(JSON.stringify(state));
      }),
      { numRuns: 1000 },
    );
  });

  it('is equal for equal states, whatever made them', () => {
    fc.assert(
      fc.property(plain, (state) => {
        expect(packState(unpackState(packState(state)))).toEqual(packState(state));
        expect(packState(unpackState(serialize(state)))).toEqual(packState(state));
      }),
    );
  });

  it('has a fraction of the bytes of what v8 writes, where it is rows of numbers', () => {
    const beats = Array.from({ length: 48 }, (_, index) => ({
      timeUs: 1_764_000_000_000_000 + index * 833_333,
      rrIntervalMs: 833.333,
      anomalyScore: Math.fround(1 + index / 7),
      threshold: 2.6,
      anomalous: index % 9 === 0,
    }));
    expect(packState(beats).byteLength).toBeLessThan(serialize(beats).byteLength / 6);
  });

  it('is read where v8 wrote it, as versions before did', () => {
    const state = {
      version: 4,
      rows: [{ a: 1 }],
      samples: new Float32Array([1.5]),
      leads: new Map([['II', 1]]),
    };
    expect(unpackState(serialize(state))).toStrictEqual(state);
  });

  it('is refused where it is cut off or longer than it should be', () => {
    const bytes = packState({ rows: [{ a: 1.5 }, { a: 2.5 }], name: 'lead', samples: new Float64Array(3) });
    for (let length = 1; length < bytes.length; length += 1) {
      expect(() => unpackState(bytes.subarray(0, length))).toThrow(RangeError);
    }
    expect(() => unpackState(Uint8Array.of(...bytes, 0))).toThrow('left after');
  });

  it('may hold bytes that Node.js gives as a Buffer', () => {
    expect(unpackState(packState({ bytes: Buffer.from([1, 2, 3]) }))).toEqual({
      bytes: Uint8Array.of(1, 2, 3),
    });
  });

  it('is nothing but plain data', () => {
    for (const value of [() => 1, new Date(), new Set(), Symbol('a'), 1n, new Float32Array(1).buffer]) {
      expect(() => packState({ value })).toThrow(TypeError);
    }
  });
});
