import type { ImageValues } from '../image-values.ts';

/** A `.npy` file of version 1.0 (NumPy enhancement proposal 1): little-endian 32-bit floats in C order. */
export function encodeNpy({ width, height, frameCount, channelCount, values }: ImageValues): Uint8Array {
  const shape = [
    ...(frameCount > 1 ? [frameCount] : []),
    height,
    width,
    ...(channelCount > 1 ? [channelCount] : []),
  ];
  const pixelCount = width * height;
  const bytes = new Uint8Array(4 * pixelCount * frameCount * channelCount);
  const view = new DataView(bytes.buffer);
  values.forEach((plane, index) => {
    const frame = Math.floor(index / channelCount);
    const channel = index % channelCount;
    plane.forEach((value, pixel) => {
      view.setFloat32(4 * ((frame * pixelCount + pixel) * channelCount + channel), value, true);
    });
  });
  return withNpyHeader({ type: '<f4', isFortran: false, shape }, bytes);
}

/** Header and data; the header is padded so that the data begins at a multiple of 64. */
export function withNpyHeader(
  {
    type,
    isFortran,
    shape,
  }: { readonly type: string; readonly isFortran: boolean; readonly shape: readonly number[] },
  data: Uint8Array,
): Uint8Array {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const order = isFortran ? 'True' : 'False';
  const text = `{'descr': '${type}', 'fortran_order': ${order}, 'shape': (${sizes}), }`;
  const beginBytes = 10;
  const length = Math.ceil((beginBytes + text.length + 1) / 64) * 64 - beginBytes;
  const begin = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, length & 0xff, length >>> 8);
  return Buffer.concat([begin, Buffer.from(`${text.padEnd(length - 1)}\n`, 'latin1'), data]);
}
