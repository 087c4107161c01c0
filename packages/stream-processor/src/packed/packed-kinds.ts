/** What a packed value is: the byte before it. Numbers are never used again for something else, since they are stored. */
export const kinds = {
  undefined: 0,
  null: 1,
  false: 2,
  true: 3,
  number: 4,
  string: 5,
  object: 6,
  map: 7,
  typedArray: 8,
  list: 9,
  int8: 10,
  int16: 11,
  int32: 12,
} as const;

/** How the values of a list are packed, run by run. */
export const runs = { numbers: 0, booleans: 1, objects: 2, values: 3, strings: 4 } as const;

export type TypedArray =
  Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array | Float32Array | Float64Array;

/** In the order of their numbers in stored bytes: new ones go to the end. */
export const typedArrays = [
  Int8Array,
  Uint8Array,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
] as const;
