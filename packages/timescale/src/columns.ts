/*
 * Arrays in PostgreSQL's binary format (src/backend/utils/adt/arrayfuncs.c, array_recv): `pg` sends a Buffer as a
 * binary parameter, so that a batch of rows is one Buffer a column. No number is printed and parsed again, no byte is
 * written as two hex digits, and times are exact.
 */

/** Microseconds from 1970-01-01 to 2000-01-01, where PostgreSQL's timestamps begin. */
const postgresEpochUs = 946_684_800_000_000n;

/** Object identifiers of pg_type. */
const oids = { bool: 16, bytea: 17, int4: 23, text: 25, int8: 20, float8: 701, timestamptz: 1184 } as const;

/** The header of an array with one dimension that starts at 1, and room for its elements. */
function arrayBuffer(oid: number, length: number, hasNulls: boolean, elementBytes: number): Buffer {
  const buffer = Buffer.allocUnsafe((length === 0 ? 12 : 20) + elementBytes);
  buffer.writeInt32BE(length === 0 ? 0 : 1, 0);
  buffer.writeInt32BE(hasNulls ? 1 : 0, 4);
  buffer.writeInt32BE(oid, 8);
  if (length > 0) {
    buffer.writeInt32BE(length, 12);
    buffer.writeInt32BE(1, 16);
  }
  return buffer;
}

function fixedWidth<Value>(
  oid: number,
  width: number,
  put: (buffer: Buffer, value: Value, offset: number) => void,
): (values: readonly (Value | undefined)[]) => Buffer {
  return (values) => {
    const nulls = values.reduce<number>((count, value) => (value === undefined ? count + 1 : count), 0);
    const bytes = values.length * 4 + (values.length - nulls) * width;
    const buffer = arrayBuffer(oid, values.length, nulls > 0, bytes);
    let offset = 20;
    for (const value of values) {
      offset = buffer.writeInt32BE(value === undefined ? -1 : width, offset);
      if (value === undefined) continue;
      put(buffer, value, offset);
      offset += width;
    }
    return buffer;
  };
}

function putTimeUs(buffer: Buffer, timeUs: number, offset: number): void {
  buffer.writeBigInt64BE(BigInt(timeUs) - postgresEpochUs, offset);
}

export const float8Column = fixedWidth<number>(oids.float8, 8, (buffer, value, offset) => {
  buffer.writeDoubleBE(value, offset);
});
export const int4Column = fixedWidth<number>(oids.int4, 4, (buffer, value, offset) => {
  buffer.writeInt32BE(value, offset);
});
export const int8Column = fixedWidth<number>(oids.int8, 8, (buffer, value, offset) => {
  buffer.writeBigInt64BE(BigInt(value), offset);
});
export const boolColumn = fixedWidth<boolean>(oids.bool, 1, (buffer, value, offset) => {
  buffer[offset] = value ? 1 : 0;
});
/** Epoch microseconds, whole numbers. */
export const timeColumn = fixedWidth<number>(oids.timestamptz, 8, putTimeUs);

/** One epoch time in microseconds as a binary `timestamptz` parameter. */
export function timeParameter(timeUs: number): Buffer {
  const buffer = Buffer.allocUnsafe(8);
  putTimeUs(buffer, timeUs, 0);
  return buffer;
}

export function textColumn(values: readonly (string | undefined)[]): Buffer {
  let bytes = 0;
  let hasNulls = false;
  for (const value of values) {
    bytes += 4 + (value === undefined ? 0 : Buffer.byteLength(value));
    hasNulls ||= value === undefined;
  }
  const buffer = arrayBuffer(oids.text, values.length, hasNulls, bytes);
  let offset = 20;
  for (const value of values) {
    if (value === undefined) {
      offset = buffer.writeInt32BE(-1, offset);
      continue;
    }
    const written = buffer.write(value, offset + 4);
    buffer.writeInt32BE(written, offset);
    offset += 4 + written;
  }
  return buffer;
}

export function byteaColumn(values: readonly (Uint8Array | undefined)[]): Buffer {
  let bytes = 0;
  let hasNulls = false;
  for (const value of values) {
    bytes += 4 + (value?.byteLength ?? 0);
    hasNulls ||= value === undefined;
  }
  const buffer = arrayBuffer(oids.bytea, values.length, hasNulls, bytes);
  let offset = 20;
  for (const value of values) {
    offset = buffer.writeInt32BE(value?.byteLength ?? -1, offset);
    if (value === undefined) continue;
    buffer.set(value, offset);
    offset += value.byteLength;
  }
  return buffer;
}
