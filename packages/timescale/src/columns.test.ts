import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  boolColumn,
  byteaColumn,
  float8Column,
  int4Column,
  int8Column,
  textColumn,
  timeColumn,
} from './columns.ts';

/** Reads PostgreSQL's binary array format the plain way: header, then length and bytes of each element. */
function elementsOf(array: Buffer): { oid: number; elements: (Buffer | undefined)[] } {
  const dimensions = array.readInt32BE(0);
  const hasNulls = array.readInt32BE(4);
  const oid = array.readInt32BE(8);
  const elements: (Buffer | undefined)[] = [];
  let offset = 12 + 8 * dimensions;
  if (dimensions === 1) expect(array.readInt32BE(16)).toBe(1);
  while (offset < array.byteLength) {
    const length = array.readInt32BE(offset);
    offset += 4;
    elements.push(length === -1 ? undefined : array.subarray(offset, offset + length));
    offset += Math.max(0, length);
  }
  expect(offset).toBe(array.byteLength);
  expect(hasNulls).toBe(elements.includes(undefined) ? 1 : 0);
  expect(elements).toHaveLength(dimensions === 0 ? 0 : array.readInt32BE(12));
  return { oid, elements };
}

interface ColumnCase<Value> {
  /** PostgreSQL's number of the element type. */
  readonly oid: number;
  readonly values: fc.Arbitrary<Value>;
  readonly encode: (values: readonly (Value | undefined)[]) => Buffer;
  readonly decode: (element: Buffer) => Value;
}

function holds<Value>(name: string, { oid, values, encode, decode }: ColumnCase<Value>): void {
  it(`holds every ${name} in order, absent ones included`, () => {
    fc.assert(
      fc.property(fc.array(fc.option(values, { nil: undefined })), (column) => {
        const found = elementsOf(encode(column));
        expect(found.oid).toBe(oid);
        expect(
          found.elements.map((element) => (element === undefined ? undefined : decode(element))),
        ).toEqual(column);
      }),
    );
  });
}

describe('a column in binary format', () => {
  holds('double', {
    oid: 701,
    values: fc.double(),
    encode: float8Column,
    decode: (element) => element.readDoubleBE(),
  });
  holds('integer', {
    oid: 23,
    values: fc.integer(),
    encode: int4Column,
    decode: (element) => element.readInt32BE(),
  });
  holds('safe integer', {
    oid: 20,
    values: fc.maxSafeInteger(),
    encode: int8Column,
    decode: (element) => Number(element.readBigInt64BE()),
  });
  holds('boolean', {
    oid: 16,
    values: fc.boolean(),
    encode: boolColumn,
    decode: (element) => element[0] === 1,
  });
  holds('text', {
    oid: 25,
    values: fc.string({ unit: 'grapheme' }),
    encode: textColumn,
    decode: (element) => element.toString(),
  });
  holds('run of bytes', {
    oid: 17,
    values: fc.uint8Array(),
    encode: byteaColumn,
    decode: (element) => new Uint8Array(element),
  });
  holds('epoch time in microseconds', {
    oid: 1184,
    values: fc.integer({ min: 1e15, max: 9_999_999_999_999_999 }).filter(Number.isSafeInteger),
    encode: timeColumn,
    decode: (element) => Number(element.readBigInt64BE() + BigInt(Date.UTC(2000, 0, 1)) * 1000n),
  });

  it('refuses a time that is not a whole number of microseconds', () => {
    expect(() => timeColumn([1763942400123456.5])).toThrow(RangeError);
  });
});
