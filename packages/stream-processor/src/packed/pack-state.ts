import { kinds, runs, typedArrays, type TypedArray } from './packed-kinds.ts';
import { packNumbers } from './packed-numbers.ts';
import { PackedWriter } from './packed-writer.ts';

/** First byte of what `packState` makes; `v8.serialize` begins with 255. */
export const packedVersion = 1;

type Fields = Readonly<Record<string, unknown>>;

const writer = new PackedWriter();

/**
 * Packs plain data for storage: objects, lists, maps, typed arrays, strings, numbers, booleans, undefined and null. Objects of
 * the same fields in a list are a table, whose columns of numbers have the shortest type that gives each again to the bit; a
 * name is written once. Equal values give equal bytes, which `v8.serialize` does not promise.
 * @throws TypeError for anything else, such as a function or a Date
 */
export function packState(state: unknown): Uint8Array {
  writer.begin();
  writer.byte(packedVersion);
  pack(state);
  return writer.bytes();
}

function pack(value: unknown): void {
  switch (typeof value) {
    case 'undefined':
      writer.byte(kinds.undefined);
      return;
    case 'boolean':
      writer.byte(value ? kinds.true : kinds.false);
      return;
    case 'number':
      packNumber(value);
      return;
    case 'string':
      writer.byte(kinds.string);
      writer.string(value);
      return;
    case 'object':
      packObject(value);
      return;
    default:
      throw new TypeError(`a ${typeof value} cannot be packed`);
  }
}

function packNumber(value: number): void {
  if (!Number.isInteger(value) || Object.is(value, -0) || Math.abs(value) >= 2 ** 31) {
    writer.byte(kinds.number);
    writer.float64(value);
  } else if (value >= -128 && value < 128) {
    writer.byte(kinds.int8);
    writer.int(value, 1);
  } else if (value >= -32_768 && value < 32_768) {
    writer.byte(kinds.int16);
    writer.int(value, 2);
  } else {
    writer.byte(kinds.int32);
    writer.int(value, 4);
  }
}

function packObject(value: object | null): void {
  if (value === null) writer.byte(kinds.null);
  else if (Array.isArray(value)) {
    writer.byte(kinds.list);
    packList(value);
  } else if (ArrayBuffer.isView(value)) packTypedArray(value as TypedArray);
  else if (value instanceof Map) {
    writer.byte(kinds.map);
    packList([...value.keys()]);
    packList([...value.values()]);
  } else {
    requirePlain(value);
    writer.byte(kinds.object);
    const names = Object.keys(value);
    packNames(names);
    for (const name of names) pack((value as Fields)[name]);
  }
}

function packTypedArray(array: TypedArray): void {
  const number = typedArrays.findIndex((type) => array instanceof type);
  if (number < 0) throw new TypeError(`a ${array.constructor.name} cannot be packed`);
  writer.byte(kinds.typedArray);
  writer.byte(number);
  writer.count(array.length);
  writer.raw(array);
}

function packNames(names: readonly string[]): void {
  writer.count(names.length);
  for (const name of names) writer.string(name);
}

/** Runs of values of one kind, each with its count. */
function packList(values: readonly unknown[]): void {
  writer.count(values.length);
  for (let start = 0; start < values.length;) {
    const names = namesOf(values[start]);
    const kind = runKindOf(values[start], names);
    let end = start + 1;
    while (end < values.length && belongs(values[end], kind, names)) end += 1;
    writer.byte(kind);
    writer.count(end - start);
    packRun(start === 0 && end === values.length ? values : values.slice(start, end), kind, names);
    start = end;
  }
}

type RunKind = (typeof runs)[keyof typeof runs];

function runKindOf(value: unknown, names: readonly string[] | undefined): RunKind {
  if (typeof value === 'number') return runs.numbers;
  if (typeof value === 'boolean') return runs.booleans;
  if (typeof value === 'string') return runs.strings;
  return names === undefined ? runs.values : runs.objects;
}

function belongs(value: unknown, kind: RunKind, names: readonly string[] | undefined): boolean {
  if (names !== undefined) return isTableRow(value) && hasNames(value, names);
  return runKindOf(value, isTableRow(value) ? [] : undefined) === kind;
}

/** Whether the fields are these, in this order: read without a list of them, as tables have many rows. */
function hasNames(value: object, names: readonly string[]): boolean {
  let count = 0;
  for (const name in value) {
    if (name !== names[count]) return false;
    count += 1;
  }
  return count === names.length;
}

/** @throws TypeError for an object that cannot be packed */
function isTableRow(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  if (ArrayBuffer.isView(value) || value instanceof Map) return false;
  requirePlain(value);
  return true;
}

/** The fields of a plain object; undefined for anything else. */
const namesOf = (value: unknown): readonly string[] | undefined =>
  isTableRow(value) ? Object.keys(value) : undefined;

function packRun(values: readonly unknown[], kind: RunKind, names: readonly string[] = []): void {
  switch (kind) {
    case runs.numbers:
      packNumbers(writer, values as readonly number[]);
      return;
    case runs.booleans:
      packNumbers(writer, values.map(Number));
      return;
    case runs.strings:
      for (const value of values as readonly string[]) writer.string(value);
      return;
    case runs.objects:
      packNames(names);
      for (const name of names) packList(values.map((value) => (value as Fields)[name]));
      return;
    case runs.values:
      for (const value of values) pack(value);
  }
}

function requirePlain(value: object): void {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return;
  throw new TypeError(`a ${value.constructor.name} cannot be packed`);
}
