import { deserialize } from 'node:v8';
import { packedVersion } from './pack-state.ts';
import { kinds, runs, typedArrays } from './packed-kinds.ts';
import { unpackNumbers } from './packed-numbers.ts';
import { PackedReader } from './packed-reader.ts';

/**
 * Unpacks what `packState` packed, or what `v8.serialize` wrote before there was packing.
 * @param bytes trusted, as they come from our own table
 * @throws RangeError for bytes of another version, or cut off
 */
export function unpackState(bytes: Uint8Array): unknown {
  if (bytes[0] !== packedVersion) return deserialize(bytes);
  const reader = new PackedReader(bytes);
  reader.byte();
  const state = unpack(reader);
  if (!reader.isAtEnd) throw new RangeError('bytes are left after the state');
  return state;
}

function unpack(reader: PackedReader): unknown {
  const kind = reader.byte();
  switch (kind) {
    case kinds.undefined:
      return undefined;
    case kinds.null:
      return null;
    case kinds.false:
      return false;
    case kinds.true:
      return true;
    case kinds.number:
      return reader.float64();
    case kinds.int8:
      return reader.int(1);
    case kinds.int16:
      return reader.int(2);
    case kinds.int32:
      return reader.int(4);
    case kinds.string:
      return reader.string();
    case kinds.object:
      return objectOf(unpackNames(reader), () => unpack(reader));
    case kinds.map: {
      const keys = unpackList(reader);
      const values = unpackList(reader);
      return new Map(keys.map((key, index) => [key, values[index]]));
    }
    case kinds.typedArray:
      return unpackTypedArray(reader);
    case kinds.list:
      return unpackList(reader);
    default:
      throw new RangeError(`a packed value of kind ${kind}`);
  }
}

function unpackTypedArray(reader: PackedReader): unknown {
  const number = reader.byte();
  const type = typedArrays[number];
  if (type === undefined) throw new RangeError(`a typed array of kind ${number}`);
  const length = reader.count();
  // A copy: the bytes need not lie where the type requires.
  const { buffer } = Uint8Array.from(reader.raw(length * type.BYTES_PER_ELEMENT));
  return new type(buffer, 0, length);
}

function unpackNames(reader: PackedReader): readonly string[] {
  return Array.from({ length: reader.count() }, () => reader.string());
}

function objectOf(
  names: readonly string[],
  valueOf: (name: string, index: number) => unknown,
): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (const [index, name] of names.entries()) object[name] = valueOf(name, index);
  return object;
}

function unpackList(reader: PackedReader): unknown[] {
  const length = reader.count();
  const values: unknown[] = [];
  while (values.length < length) {
    const kind = reader.byte();
    const count = reader.count();
    if (count === 0 || count > length - values.length) throw new RangeError(`a run of ${count} values`);
    for (const value of unpackRun(reader, kind, count)) values.push(value);
  }
  return values;
}

function unpackRun(reader: PackedReader, kind: number, count: number): readonly unknown[] {
  switch (kind) {
    case runs.numbers:
      return unpackNumbers(reader, count);
    case runs.booleans:
      return unpackNumbers(reader, count).map(Boolean);
    case runs.strings:
      return Array.from({ length: count }, () => reader.string());
    case runs.objects: {
      const names = unpackNames(reader);
      const columns = names.map(() => unpackList(reader));
      return Array.from({ length: count }, (_, row) =>
        objectOf(names, (_name, index) => columns[index]?.[row]),
      );
    }
    case runs.values:
      return Array.from({ length: count }, () => unpack(reader));
    default:
      throw new RangeError(`a run of kind ${kind}`);
  }
}
