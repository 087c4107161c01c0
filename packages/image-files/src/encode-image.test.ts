import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { encodeImage } from './encode-image.ts';
import type { ImageValues } from './image-values.ts';
import { readImageFile } from './read-image-file.ts';

const slice: ImageValues = {
  width: 3,
  height: 1,
  frameCount: 1,
  channelCount: 1,
  unit: 'hounsfield',
  range: { lowest: -1024, highest: 3071 },
  values: [Float32Array.of(-160, 40, 240)],
};
const pixelsOf = async (png: Uint8Array) => {
  const { space } = await sharp(png).metadata();
  return [...(await sharp(png).toColourspace(space).raw().toBuffer())];
};

describe('encodeImage', () => {
  it('shows a CT slice in a window, 40 +- 200 HU where none is given', async () => {
    const { bytes, mediaType } = await encodeImage(slice, { format: 'png8' });
    expect(mediaType).toBe('image/png');
    expect(await sharp(bytes).metadata()).toMatchObject({
      format: 'png',
      space: 'b-w',
      depth: 'uchar',
      channels: 1,
    });
    expect(await pixelsOf(bytes)).toEqual([0, 128, 255]);
    const wide = await encodeImage(slice, { format: 'png8', window: { centre: 0, width: 2000 } });
    expect(await pixelsOf(wide.bytes)).toEqual([107, 133, 158]);
  });

  it('shows low values bright where the image says so', async () => {
    const { bytes } = await encodeImage({ ...slice, lowestIsWhite: true }, { format: 'png8' });
    expect(await pixelsOf(bytes)).toEqual([255, 128, 0]);
  });

  it('shows grey from its least to its greatest value, and 8-bit files as they are', async () => {
    const grey = { ...slice, unit: 'grey', range: { lowest: 0, highest: 4095 } } as const;
    const { bytes } = await encodeImage(
      { ...grey, values: [Float32Array.of(100, 150, 200)] },
      { format: 'png8' },
    );
    expect(await pixelsOf(bytes)).toEqual([0, 128, 255]);
    const flat = await encodeImage({ ...grey, values: [new Float32Array(3)] }, { format: 'png8' });
    expect(await pixelsOf(flat.bytes)).toEqual([128, 128, 128]);
    const eight = { ...grey, range: { lowest: 0, highest: 255 }, values: [Float32Array.of(100, 150, 200)] };
    expect(await pixelsOf((await encodeImage(eight, { format: 'png8' })).bytes)).toEqual([100, 150, 200]);
  });

  it('keeps whole values in 16 bits, Hounsfield units 32768 higher', async () => {
    const { bytes, offset } = await encodeImage(slice, { format: 'png16' });
    const plane = await (await readImageFile(bytes)).plane(0, 0);
    expect([...plane.values].map((value) => value - offset)).toEqual([-160, 40, 240]);
  });

  it('writes one frame of colour', async () => {
    const values = [1, 2, 3, 4, 5, 6].map((value) => new Float32Array(3).fill(value));
    const film = {
      ...slice,
      frameCount: 2,
      channelCount: 3,
      unit: 'grey',
      range: { lowest: 0, highest: 255 },
      values,
    } as const;
    const { bytes } = await encodeImage(film, { format: 'png8', frame: 1 });
    expect((await pixelsOf(bytes)).slice(0, 3)).toEqual([4, 5, 6]);
    await expect(encodeImage(film, { format: 'png8', frame: 2 })).rejects.toThrow(
      /frame: found 2, expected 0 to 1/,
    );
  });

  it('writes all values as .npy', async () => {
    const values = [Float32Array.of(1.5, -2, 3), Float32Array.of(4, 5, 6)];
    const { bytes, mediaType } = await encodeImage({ ...slice, frameCount: 2, values }, { format: 'npy' });
    expect(mediaType).toBe('application/x-npy');
    const file = await readImageFile(bytes);
    expect(file).toMatchObject({ frameCount: 2, height: 1, width: 3 });
    expect((await file.plane(0, 0)).values).toEqual(values[0]);
    expect((await file.plane(1, 0)).values).toEqual(values[1]);
  });

  it.for([
    [{ centre: 0, width: 0 }, /window/],
    [{ centre: NaN, width: 10 }, /window/],
  ] as const)('refuses the window %o', async ([window, message]) => {
    await expect(encodeImage(slice, { format: 'png8', window })).rejects.toThrow(message);
  });
});
