/** Reads and writes numbers of one NumPy type. */
export interface NumberType {
  readonly byteCount: number;
  readonly lowest: number;
  readonly highest: number;
  readonly isWhole: boolean;
  get(view: DataView, at: number, littleEndian: boolean): number;
  set(view: DataView, at: number, value: number, littleEndian: boolean): void;
}

const float32Highest = 3.4028234663852886e38;
const whole = (bits: number, isSigned: boolean) => ({
  byteCount: bits / 8,
  lowest: isSigned ? -(2 ** (bits - 1)) : 0,
  highest: isSigned ? 2 ** (bits - 1) - 1 : 2 ** bits - 1,
  isWhole: true,
});

/** By kind and bytes per number, as in `<f4`. */
export const numberTypes: Readonly<Partial<Record<string, NumberType>>> = {
  u1: {
    ...whole(8, false),
    get: (view, at) => view.getUint8(at),
    set: (view, at, value) => {
      view.setUint8(at, value);
    },
  },
  i1: {
    ...whole(8, true),
    get: (view, at) => view.getInt8(at),
    set: (view, at, value) => {
      view.setInt8(at, value);
    },
  },
  u2: {
    ...whole(16, false),
    get: (view, at, littleEndian) => view.getUint16(at, littleEndian),
    set: (view, at, value, littleEndian) => {
      view.setUint16(at, value, littleEndian);
    },
  },
  i2: {
    ...whole(16, true),
    get: (view, at, littleEndian) => view.getInt16(at, littleEndian),
    set: (view, at, value, littleEndian) => {
      view.setInt16(at, value, littleEndian);
    },
  },
  u4: {
    ...whole(32, false),
    get: (view, at, littleEndian) => view.getUint32(at, littleEndian),
    set: (view, at, value, littleEndian) => {
      view.setUint32(at, value, littleEndian);
    },
  },
  i4: {
    ...whole(32, true),
    get: (view, at, littleEndian) => view.getInt32(at, littleEndian),
    set: (view, at, value, littleEndian) => {
      view.setInt32(at, value, littleEndian);
    },
  },
  u8: {
    ...whole(64, false),
    // The greatest that a double can hold below 2^64; the same for the others of 64 bits.
    highest: 2 ** 64 - 2048,
    get: (view, at, littleEndian) => Number(view.getBigUint64(at, littleEndian)),
    set: (view, at, value, littleEndian) => {
      view.setBigUint64(at, BigInt(value), littleEndian);
    },
  },
  i8: {
    ...whole(64, true),
    highest: 2 ** 63 - 1024,
    get: (view, at, littleEndian) => Number(view.getBigInt64(at, littleEndian)),
    set: (view, at, value, littleEndian) => {
      view.setBigInt64(at, BigInt(value), littleEndian);
    },
  },
  f4: {
    byteCount: 4,
    lowest: -float32Highest,
    highest: float32Highest,
    isWhole: false,
    get: (view, at, littleEndian) => view.getFloat32(at, littleEndian),
    set: (view, at, value, littleEndian) => {
      view.setFloat32(at, value, littleEndian);
    },
  },
  f8: {
    byteCount: 8,
    // Values are 32-bit floats.
    lowest: -float32Highest,
    highest: float32Highest,
    isWhole: false,
    get: (view, at, littleEndian) => view.getFloat64(at, littleEndian),
    set: (view, at, value, littleEndian) => {
      view.setFloat64(at, value, littleEndian);
    },
  },
};
