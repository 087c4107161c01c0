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

function holds<Value>(
  name: string,
  oid: number,
  values: fc.Arbitrary<Value>,
  encode: (values: readonly (Value | undefined)[]) => Buffer,
  decode: (element: Buffer) => Value,
): void {
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
  holds('double', 701, fc.double(), float8Column, (element) => element.readDoubleBE());
  holds('integer', 23, fc.integer(), int4Column, (element) => element.readInt32BE());
  holds('safe integer', 20, fc.maxSafeInteger(), int8Column, (element) => Number(element.readBigInt64BE()));
  holds('boolean', 16, fc.boolean(), boolColumn, (element) => element[0] === 1);
  holds('text', 25, fc.string({ unit: 'grapheme' }), textColumn, (element) => element.toString());
  holds('run of bytes', 17, fc.uint8Array(), byteaColumn, (element) => new Uint8Array(element));
  holds(
    'epoch time in microseconds',
    1184,
    fc.integer({ min: 1e15, max: 9_999_999_999_999_999 }).filter(Number.isSafeInteger),
    timeColumn,
    (element) => Number(element.readBigInt64BE() + BigInt(Date.UTC(2000, 0, 1)) * 1000n),
  );

  it('refuses a time that is not a whole number of microseconds', () => {
    expect(() => timeColumn([1763942400123456.5])).toThrow(RangeError);
  });
});
