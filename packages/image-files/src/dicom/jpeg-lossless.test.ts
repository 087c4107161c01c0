import dcmjsCodecs from 'dcmjs-codecs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { ImageFileError } from '../errors.ts';
import { decodeJpegLossless } from './jpeg-lossless.ts';
import type { PixelFormat } from './pixel-format.ts';
import { words } from './synthetic-object.ts';

const { NativeCodecs, Context } = dcmjsCodecs;

const formatOf = (width: number, height: number, bitsStored: number): PixelFormat => ({
  width,
  height,
  frameCount: 1,
  channelCount: 1,
  photometric: 'MONOCHROME2',
  isPlanar: false,
  bitsAllocated: 16,
  bitsStored,
  highBit: bitsStored - 1,
  isSigned: false,
});

/** By libjpeg, as dcmjs-codecs builds it. */
function encode(
  numbers: readonly number[],
  format: PixelFormat,
  predictor: number,
  pointTransform = 0,
): Uint8Array {
  const context = new Context({
    width: format.width,
    height: format.height,
    bitsAllocated: 16,
    bitsStored: format.bitsStored,
    samplesPerPixel: 1,
    pixelRepresentation: 0,
    planarConfiguration: 0,
    photometricInterpretation: 'MONOCHROME2',
    decodedBuffer: words(numbers),
  });
  return NativeCodecs.encodeJpeg(context, { lossy: false, predictor, pointTransform }).getEncodedBuffer()!;
}

const pictures = fc
  .tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 12 }), fc.constantFrom(12, 16))
  .chain(([width, height, bits]) =>
    fc.record({
      format: fc.constant(formatOf(width, height, bits)),
      numbers: fc.array(fc.integer({ min: 0, max: 2 ** bits - 1 }), {
        minLength: width * height,
        maxLength: width * height,
      }),
      predictor: fc.integer({ min: 1, max: 7 }),
    }),
  );

beforeAll(() => NativeCodecs.initializeAsync());

describe('lossless JPEG', () => {
  it('gives what libjpeg has compressed, by each predictor', () => {
    fc.assert(
      fc.property(pictures, ({ format, numbers, predictor }) => {
        const bytes = decodeJpegLossless('made', encode(numbers, format, predictor), format);
        expect([...new Uint16Array(bytes.buffer)]).toEqual(numbers);
      }),
    );
  });

  it('shifts back what a point transform has shifted away', () => {
    const format = formatOf(4, 2, 12);
    const numbers = [5, 9, 100, 4095, 0, 3, 7, 2048];
    const bytes = decodeJpegLossless('made', encode(numbers, format, 1, 2), format);
    expect([...new Uint16Array(bytes.buffer)]).toEqual(numbers.map((number) => number & ~3));
  });

  it('gives samples or an ImageFileError for any damage', () => {
    const format = formatOf(16, 12, 12);
    const numbers = Array.from({ length: 16 * 12 }, (_, at) => (at * 7919) % 4096);
    const stream = encode(numbers, format, 1);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(stream.length - 1), fc.integer({ min: 0, max: 255 })), {
          minLength: 1,
          maxLength: 6,
        }),
        fc.nat(stream.length),
        fc.boolean(),
        (changes, cut, isCut) => {
          const damaged = Uint8Array.from(isCut ? stream.subarray(0, cut) : stream);
          for (const [at, value] of changes) damaged[at] = value;
          try {
            expect(decodeJpegLossless('damaged', damaged, format)).toHaveLength(16 * 12 * 2);
          } catch (error) {
            expect(error).toBeInstanceOf(ImageFileError);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
