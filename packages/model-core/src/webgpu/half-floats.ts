/**
 * Numbers as IEEE 754 half-precision floats, rounded to the nearest, ties to even. Node.js 20 has no Float16Array.
 * @throws RangeError where a number is outside of ±65,504, the largest
 */
export function toHalfFloats(values: Float32Array): Uint16Array {
  return Uint16Array.from(values, (value) => {
    if (!(Math.abs(value) <= 65_504)) throw new RangeError(`found ${value}, expected a number within ±65504`);
    const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
    const size = Math.abs(value);
    // Steps are 2^-24 below 2^-14, then double with each power of two.
    const exponent = Math.max(-14, Math.floor(Math.log2(size)));
    const steps = roundToEven(size * 2 ** (10 - exponent));
    return sign | (size < 2 ** -14 ? steps : ((exponent + 14) << 10) + steps);
  });
}

function roundToEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  if (rest !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}

/** The number that the bits of a half-precision float stand for. */
export function halfFloatValue(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
