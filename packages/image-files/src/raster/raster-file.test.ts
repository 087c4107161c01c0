import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { startDerivation } from '../derivation.ts';
import { readImageFile } from '../read-image-file.ts';
import { writeTiff } from './write-tiff.ts';

const width = 7;
const height = 5;
const derivation = startDerivation({ description: 'Denoised', at: new Date(0), createUid: () => '2.25.1' });

type Samples = Uint8Array | Uint16Array | Float32Array;
const samplesOf = (bandCount: number, bits: 8 | 16): Uint8Array | Uint16Array => {
  const numbers = Array.from({ length: width * height * bandCount }, (_, at) => (at * 7919 + 31) % 2 ** bits);
  return bits === 8 ? Uint8Array.from(numbers) : Uint16Array.from(numbers);
};

function encode(
  format: 'png' | 'tiff',
  samples: Uint8Array | Uint16Array,
  bandCount: number,
): Promise<Uint8Array> {
  const channels = bandCount as 1 | 2 | 3 | 4;
  const grey = bandCount < 3;
  const space = samples instanceof Uint8Array ? (grey ? 'b-w' : 'srgb') : grey ? 'grey16' : 'rgb16';
  const image = sharp(samples, { raw: { width, height, channels } }).toColourspace(space);
  return format === 'png' ? image.png().toBuffer() : image.tiff({ compression: 'lzw' }).toBuffer();
}

async function valuesOf(bytes: Uint8Array): Promise<Float32Array[]> {
  const file = await readImageFile(bytes);
  const values: Float32Array[] = [];
  for (let frame = 0; frame < file.frameCount; frame++)
    for (let channel = 0; channel < file.channelCount; channel++)
      values.push((await file.plane(frame, channel)).values);
  return values;
}

describe.for(['png', 'tiff'] as const)('%s', (format) => {
  const kinds = [1, 2, 3, 4].flatMap((bandCount) =>
    [8, 16].map((bits) => ({ bandCount, bits: bits as 8 | 16 })),
  );

  it.for(kinds)(
    'of $bandCount samples a pixel and $bits bits comes back as it was',
    async ({ bandCount, bits }) => {
      const samples = samplesOf(bandCount, bits);
      const bytes = await encode(format, samples, bandCount);
      const file = await readImageFile(bytes);
      expect(file).toMatchObject({
        format,
        mediaType: `image/${format}`,
        width,
        height,
        frameCount: 1,
        channelCount: bandCount < 3 ? 1 : 3,
        unit: 'grey',
        range: { lowest: 0, highest: 2 ** bits - 1 },
      });
      const values = await valuesOf(bytes);
      values.forEach((plane, channel) => {
        expect([...plane]).toEqual([...samples].filter((_, at) => at % bandCount === channel));
      });

      const changed = values.map((plane) => plane.map((value) => value / 2 + 0.3));
      const written = await file.withValues(changed, derivation);
      expect(await readImageFile(written)).toMatchObject({
        format,
        range: file.range,
        channelCount: file.channelCount,
      });
      (await valuesOf(written)).forEach((plane, channel) => {
        expect(plane).toEqual(changed[channel]!.map((value) => Math.round(value)));
      });
      if (bandCount % 2 === 0) expect(await alphaOf(written, bits)).toEqual(await alphaOf(bytes, bits));
    },
  );

  it('cuts values to what it can hold', async () => {
    const file = await readImageFile(await encode(format, samplesOf(1, 8), 1));
    const values = new Float32Array(width * height).fill(300);
    values[0] = -5;
    const [plane] = await valuesOf(await file.withValues([values], derivation));
    expect([plane![0], plane![1]]).toEqual([0, 255]);
  });
});

async function alphaOf(bytes: Uint8Array, bits: number): Promise<number[]> {
  const { data } = await sharp(bytes)
    .toColourspace(bits === 8 ? 'srgb' : 'rgb16')
    .extractChannel('alpha')
    .raw({ depth: bits === 8 ? 'uchar' : 'ushort' })
    .toBuffer({ resolveWithObject: true });
  return [...data];
}

describe('PNG', () => {
  it('keeps text, resolution and colour profile, and samples as they are stored under a profile', async () => {
    const samples = samplesOf(3, 8);
    const bytes = await sharp(samples, { raw: { width, height, channels: 3 } })
      .withMetadata({ density: 300 })
      .withIccProfile('p3')
      .withExif({ IFD0: { Copyright: 'Demo' } })
      .png()
      .toBuffer();
    const stored = await valuesOf(bytes);
    const file = await readImageFile(bytes);
    const written = await file.withValues(stored, derivation);
    expect(await valuesOf(written)).toEqual(stored);
    const [before, after] = await Promise.all([bytes, written].map((each) => sharp(each).metadata()));
    expect(after!.density).toBe(before!.density);
    expect(after!.icc).toEqual(before!.icc);
    expect(after!.exif).toEqual(before!.exif);
  });

  it('reads palettes as colour', async () => {
    const image = sharp(samplesOf(3, 8), { raw: { width, height, channels: 3 } });
    const file = await readImageFile(await image.png({ palette: true }).toBuffer());
    expect(file).toMatchObject({ channelCount: 3, range: { highest: 255 } });
  });
});

describe('JPEG', () => {
  it.for([1, 3] as const)('of %i channels comes close to what it was', async (channels) => {
    const smooth = Uint8Array.from(
      { length: width * height * channels },
      (_, at) => 40 + 5 * Math.floor(at / channels),
    );
    const bytes = await sharp(smooth, { raw: { width, height, channels } })
      .toColourspace(channels === 1 ? 'b-w' : 'srgb')
      .withExif({ IFD0: { Orientation: '6', Copyright: 'Demo' } })
      .jpeg({ quality: 98 })
      .toBuffer();
    const file = await readImageFile(bytes);
    expect(file).toMatchObject({ format: 'jpeg', width, height, channelCount: channels });
    const values = await valuesOf(bytes);
    const written = await file.withValues(
      values.map((plane) => plane.map((value) => value + 10)),
      derivation,
    );
    (await valuesOf(written)).forEach((plane, channel) => {
      plane.forEach((value, at) => {
        expect(Math.abs(value - values[channel]![at]! - 10)).toBeLessThan(6);
      });
    });
    expect((await sharp(written).metadata()).exif).toEqual((await sharp(bytes).metadata()).exif);
  });

  it('of four inks is refused', async () => {
    const image = sharp(samplesOf(3, 8), { raw: { width, height, channels: 3 } }).toColourspace('cmyk');
    await expect(readImageFile(await image.jpeg().toBuffer())).rejects.toMatchObject({ code: 'unsupported' });
  });
});

describe('TIFF', () => {
  const pages = (make: (page: number) => Samples) => [0, 1, 2].map(make);
  const size = { width, height, bandCount: 1, pixelsPerMm: 20 };

  it('of several pages and of floats comes back as it was', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), {
          minLength: width * height,
          maxLength: width * height,
        }),
        async (numbers) => {
          const written = writeTiff(
            pages((page) => Float32Array.from(numbers, (value) => value / (page + 1))),
            size,
          );
          const file = await readImageFile(written);
          expect(file).toMatchObject({ format: 'tiff', frameCount: 3, channelCount: 1 });
          const values = await valuesOf(written);
          expect(values).toEqual(
            [1, 2, 3].map((page) => Float32Array.from(numbers, (value) => value / page)),
          );
          expect(Buffer.from(await file.withValues(values, derivation))).toEqual(written);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('of several pages of 16 bits keeps the resolution', async () => {
    const bytes = writeTiff(
      pages((page) => Uint16Array.from({ length: width * height }, (_, at) => at * (page + 1))),
      size,
    );
    const file = await readImageFile(bytes);
    const written = await file.withValues(await valuesOf(bytes), derivation);
    expect(Buffer.from(written)).toEqual(bytes);
    expect((await sharp(written).metadata()).density).toBe(508);
  });

  it.each([true, false])(
    'of floats of 16 bits is refused, as its decoder would destroy it (little-endian: %s)',
    async (little) => {
      // One strip of zeros behind a directory of one page; tag, type, count and value of each entry.
      const entries = [
        [256, 3, 1, width],
        [257, 3, 1, height],
        [258, 3, 1, 16],
        [259, 3, 1, 1],
        [262, 3, 1, 1],
        [273, 4, 1, 200],
        [277, 3, 1, 1],
        [278, 3, 1, height],
        [279, 4, 1, width * height * 2],
        [339, 3, 1, 3],
      ] as const;
      const bytes = new Uint8Array(200 + width * height * 2);
      const view = new DataView(bytes.buffer);
      bytes.set(little ? [0x49, 0x49] : [0x4d, 0x4d]);
      view.setUint16(2, 42, little);
      view.setUint32(4, 8, little);
      view.setUint16(8, entries.length, little);
      for (const [index, [tag, type, count, value]] of entries.entries()) {
        const at = 10 + index * 12;
        view.setUint16(at, tag, little);
        view.setUint16(at + 2, type, little);
        view.setUint32(at + 4, count, little);
        if (type === 3) view.setUint16(at + 8, value, little);
        else view.setUint32(at + 8, value, little);
      }
      await expect(readImageFile(bytes)).rejects.toThrow(
        'page 0: found floats of 16 bits, expected floats of 32 bits',
      );
    },
  );

  it('takes floats that are no numbers as padding', async () => {
    const samples = new Float32Array(width * height).fill(1);
    samples[3] = NaN;
    const file = await readImageFile(writeTiff([samples], size));
    const plane = await file.plane(0, 0);
    expect([...plane.padding!].indexOf(1)).toBe(3);
    const written = await file.withValues([plane.values.map(() => 2)], derivation);
    expect([...(await (await readImageFile(written)).plane(0, 0)).padding!].indexOf(1)).toBe(3);
  });
});

describe('bombs and broken files', () => {
  const limits = { maxPixelsPerFrame: 30 };

  it('are refused by what the header says', async () => {
    const files = [
      await encode('png', samplesOf(1, 8), 1),
      await encode('tiff', samplesOf(1, 8), 1),
      await sharp(samplesOf(1, 8), { raw: { width, height, channels: 1 } })
        .jpeg()
        .toBuffer(),
    ];
    for (const bytes of files)
      await expect(readImageFile(bytes, { name: 'bomb', limits })).rejects.toThrow(
        /^bomb: 7 x 5 pixels, 1 frames: found 35 pixels a frame, expected at most 30$/,
      );
  });

  it('of a PNG that says 60,000 x 60,000 cost nothing', async () => {
    const bytes = Buffer.from(await encode('png', samplesOf(1, 8), 1));
    bytes.writeUInt32BE(60_000, 16);
    bytes.writeUInt32BE(60_000, 20);
    await expect(readImageFile(bytes)).rejects.toMatchObject({
      code: expect.stringMatching(/too-large|broken-file/) as string,
    });
  });

  it('give an ImageFileError wherever they are cut off or changed', async () => {
    const files = [
      await encode('png', samplesOf(3, 16), 3),
      await encode('tiff', samplesOf(1, 8), 1),
      await sharp(samplesOf(3, 8), { raw: { width, height, channels: 3 } })
        .jpeg()
        .toBuffer(),
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...files),
        fc.nat(),
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 5 }),
        fc.boolean(),
        async (file, cut, changes, isCut) => {
          const bytes = Uint8Array.from(isCut ? file.subarray(0, cut % file.length) : file);
          for (const [at, value] of changes) if (bytes.length > 0) bytes[at % bytes.length] = value;
          await valuesOf(bytes).catch((error: unknown) => {
            expect(error).toMatchObject({ name: 'ImageFileError' });
          });
        },
      ),
      { numRuns: 300 },
    );
  });
});
