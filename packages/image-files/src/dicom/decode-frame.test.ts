import dcmjsCodecs from 'dcmjs-codecs';
import { beforeAll, describe, expect, it } from 'vitest';
import { startDerivation } from '../derivation.ts';
import { defaultImageLimits } from '../limits.ts';
import { readDicom } from './dicom-image-file.ts';
import { ctElements, fragmentsOf, words, writeObject, type SyntheticElement } from './synthetic-object.ts';

const { NativeCodecs, Context } = dcmjsCodecs;
const width = 24;
const height = 16;
/** A smooth picture with an edge and a little roughness, over the whole range of 12 bits. */
const picture = Array.from({ length: width * height }, (_, at) => {
  const [x, y] = [at % width, Math.floor(at / width)];
  return Math.min(4095, 100 * x + 20 * y + ((at * 7919) % 13) + (x > 12 ? 1200 : 0));
});

interface Picture {
  readonly bytes: Uint8Array;
  readonly bits: number;
  readonly isSigned?: boolean;
  readonly channelCount?: number;
}

const contextOf = ({ bytes, bits, isSigned = false, channelCount = 1 }: Picture) =>
  new Context({
    width,
    height,
    bitsAllocated: bits > 8 ? 16 : 8,
    bitsStored: bits,
    samplesPerPixel: channelCount,
    pixelRepresentation: isSigned ? 1 : 0,
    planarConfiguration: 0,
    photometricInterpretation: channelCount === 1 ? 'MONOCHROME2' : 'RGB',
    decodedBuffer: bytes,
  });
type Encode = (picture: Picture) => Uint8Array;
const encoderOf =
  (
    encode: (context: ReturnType<typeof contextOf>) => { getEncodedBuffer(): Uint8Array | undefined },
  ): Encode =>
  (picture) =>
    encode(contextOf(picture)).getEncodedBuffer()!;

const lossless: Readonly<Record<string, readonly [uid: string, encode: Encode]>> = {
  RLE: ['1.2.840.10008.1.2.5', encoderOf((context) => NativeCodecs.encodeRle(context))],
  'JPEG lossless, first selection value': [
    '1.2.840.10008.1.2.4.70',
    encoderOf((context) => NativeCodecs.encodeJpeg(context, { lossy: false, predictor: 1 })),
  ],
  'JPEG lossless, process 14': [
    '1.2.840.10008.1.2.4.57',
    encoderOf((context) => NativeCodecs.encodeJpeg(context, { lossy: false, predictor: 6 })),
  ],
  'JPEG-LS': [
    '1.2.840.10008.1.2.4.80',
    encoderOf((context) => NativeCodecs.encodeJpegLs(context, { lossy: false })),
  ],
  'JPEG 2000': [
    '1.2.840.10008.1.2.4.90',
    encoderOf((context) => NativeCodecs.encodeJpeg2000(context, { lossy: false })),
  ],
  'high-throughput JPEG 2000': [
    '1.2.840.10008.1.2.4.201',
    encoderOf((context) => NativeCodecs.encodeHtJpeg2000(context, { lossy: false })),
  ],
};
const lossy: Readonly<Record<string, readonly [uid: string, encode: Encode, method: string]>> = {
  'JPEG baseline': [
    '1.2.840.10008.1.2.4.50',
    encoderOf((context) => NativeCodecs.encodeJpeg(context, { lossy: true, quality: 95 })),
    'ISO_10918_1',
  ],
  'JPEG-LS, near lossless': [
    '1.2.840.10008.1.2.4.81',
    encoderOf((context) => NativeCodecs.encodeJpegLs(context, { lossy: true, allowedLossyError: 3 })),
    'ISO_14495_1',
  ],
  'JPEG 2000': [
    '1.2.840.10008.1.2.4.91',
    encoderOf((context) => NativeCodecs.encodeJpeg2000(context, { lossy: true, rate: 4 })),
    'ISO_15444_1',
  ],
};

const pixelBits = (bits: number, isSigned = false): SyntheticElement[] => [
  { tag: 0x00280100, vr: 'US', value: [bits > 8 ? 16 : 8] },
  { tag: 0x00280101, vr: 'US', value: [bits] },
  { tag: 0x00280102, vr: 'US', value: [bits - 1] },
  { tag: 0x00280103, vr: 'US', value: [isSigned ? 1 : 0] },
];
const derivation = startDerivation({
  description: 'Denoised',
  at: new Date(0),
  createUid: () => '2.25.1',
});

function compressed(
  syntaxUid: string,
  streams: readonly Uint8Array[],
  changes: readonly SyntheticElement[] = [],
  table: readonly number[] = [],
): Uint8Array {
  const pixels: SyntheticElement = {
    tag: 0x7fe00010,
    vr: 'OB',
    value: fragmentsOf(table, streams),
    hasUndefinedLength: true,
  };
  return writeObject(
    [...ctElements(width, height, new Uint8Array(), changes).filter(({ tag }) => tag !== pixels.tag), pixels],
    {
      syntaxUid,
    },
  );
}
const read = (bytes: Uint8Array) => readDicom('made.dcm', bytes, defaultImageLimits);

beforeAll(() => NativeCodecs.initializeAsync());

describe('compressed frames', () => {
  it.for(Object.entries(lossless))('of %s are unpacked exactly', async ([, [uid, encode]]) => {
    if (!NativeCodecs.isInitialized()) await NativeCodecs.initializeAsync();
    const cases = [
      { bits: 8, isSigned: false, numbers: picture.map((value) => value >> 4) },
      { bits: 12, isSigned: false, numbers: picture },
      { bits: 16, isSigned: false, numbers: picture.map((value) => value * 16) },
      { bits: 16, isSigned: true, numbers: picture.map((value) => value - 2048) },
    ];
    for (const { bits, isSigned, numbers } of cases) {
      const bytes = bits === 8 ? Uint8Array.from(numbers) : words(numbers);
      const stream = encode({ bytes, bits, isSigned });
      const file = await read(compressed(uid, [stream], pixelBits(bits, isSigned)));
      const { values } = await file.plane(0, 0);
      expect([...values], `${bits} bits`).toEqual(numbers.map((value) => value - 1024));
      const written = await file.withValues([values], derivation);
      const again = await read(written);
      expect(again.dicom!.transferSyntaxUid).toBe('1.2.840.10008.1.2.1');
      expect((await again.plane(0, 0)).values).toEqual(values);
      expect(Buffer.from(written).toString('latin1')).not.toContain('ISO_1');
    }
  });

  it.for(Object.entries(lossy))(
    'of lossy %s come close, and the new object says so',
    async ([, [uid, encode, method]]) => {
      const numbers = picture.map((value) => value >> 4);
      const stream = encode({ bytes: Uint8Array.from(numbers), bits: 8 });
      const file = await read(compressed(uid, [stream], pixelBits(8)));
      const { values } = await file.plane(0, 0);
      const greatest = Math.max(...values.map((value, at) => Math.abs(value + 1024 - numbers[at]!)));
      expect(greatest).toBeGreaterThan(0);
      expect(greatest).toBeLessThan(40);
      const said = Buffer.from(await file.withValues([values], derivation)).toString('latin1');
      expect(said).toContain(method);
      expect(said).toContain('\x28\0\x10\x21CS\x02\x0001');
    },
  );

  it.for(Object.entries(lossless))(
    'of colour in %s come as red, green and blue',
    async ([, [uid, encode]]) => {
      const bytes = Uint8Array.from(
        { length: 3 * width * height },
        (_, at) => (at * 5 + (at % 3) * 80) % 256,
      );
      const stream = encode({ bytes, bits: 8, channelCount: 3 });
      const isReversible = uid.endsWith('.90') || uid.endsWith('.201');
      const file = await read(
        compressed(
          uid,
          [stream],
          [
            ...pixelBits(8),
            { tag: 0x00280002, vr: 'US', value: [3] },
            { tag: 0x00280004, vr: 'CS', value: isReversible ? 'YBR_RCT' : 'RGB' },
            { tag: 0x00280006, vr: 'US', value: [0] },
          ],
        ),
      );
      for (const channel of [0, 1, 2])
        expect([...(await file.plane(0, channel)).values]).toEqual(
          [...bytes].filter((_, at) => at % 3 === channel),
        );
      const values = await Promise.all(
        [0, 1, 2].map(async (channel) => (await file.plane(0, channel)).values),
      );
      const written = await file.withValues(values, derivation);
      expect(Buffer.from(written).subarray(-bytes.length)).toEqual(Buffer.from(bytes));
      expect(Buffer.from(written).toString('latin1')).not.toContain('YBR_RCT');
    },
  );

  it('are parted by fragments, by the offset table, or not at all', async () => {
    const [uid, encode] = lossless['JPEG-LS']!;
    const frames = [picture, picture.map((value) => value >> 1)];
    const streams = frames.map((numbers) => encode({ bytes: words(numbers), bits: 12 }));
    const two: SyntheticElement = { tag: 0x00280008, vr: 'IS', value: '2' };
    const halves = streams.flatMap((stream) => [stream.subarray(0, 100), stream.subarray(100)]);
    const second = 8 + 100 + 8 + (halves[1]!.length + (halves[1]!.length % 2));
    const files = [compressed(uid, streams, [two]), compressed(uid, halves, [two], [0, second])];
    for (const bytes of files) {
      const file = await read(bytes);
      for (const frame of [0, 1])
        expect([...(await file.plane(frame, 0)).values]).toEqual(frames[frame]!.map((value) => value - 1024));
    }
    await expect(read(compressed(uid, halves, [two]))).rejects.toThrow(/found 4 fragments for 2 frames/);
    const one = await read(compressed(uid, halves.slice(0, 2)));
    expect((await one.plane(0, 0)).values[5]).toBe(picture[5]! - 1024);
  });

  it('that contradict the object are refused before they are unpacked', async () => {
    const [uid, encode] = lossless['JPEG 2000']!;
    const stream = encode({ bytes: words(picture), bits: 12 });
    const wide: SyntheticElement = { tag: 0x00280011, vr: 'US', value: [width + 1] };
    await expect((await read(compressed(uid, [stream], [wide]))).plane(0, 0)).rejects.toThrow(
      'made.dcm: compressed frame: found 24 where Columns (0028,0011) says 25',
    );
    await expect((await read(compressed(uid, [stream], pixelBits(8)))).plane(0, 0)).rejects.toThrow(
      /12 bits/,
    );
  });

  it('of millions of tiles are refused before they are unpacked', async () => {
    const [uid, encode] = lossless['JPEG 2000']!;
    const stream = Uint8Array.from(encode({ bytes: words(picture), bits: 12 }));
    const view = new DataView(stream.buffer);
    // Size of the image, then of a tile (ITU-T T.800 table A.9).
    for (const at of [8, 12]) view.setUint32(at, 4000);
    for (const at of [24, 28]) view.setUint32(at, 1);
    await expect((await read(compressed(uid, [stream]))).plane(0, 0)).rejects.toMatchObject({
      code: 'too-large',
    });
  });

  it('that are cut off are broken files', async () => {
    for (const [uid, encode] of Object.values(lossless)) {
      if (!NativeCodecs.isInitialized()) await NativeCodecs.initializeAsync();
      const stream = encode({ bytes: words(picture), bits: 12 });
      for (const length of [12, 60, stream.length >> 1, stream.length - 10]) {
        const file = await read(compressed(uid, [stream.subarray(0, length)]));
        await expect(file.plane(0, 0)).rejects.toMatchObject({
          name: 'ImageFileError',
          code: 'broken-file',
        });
      }
    }
  });

  it('of progressive JPEG are refused', async () => {
    const [, encode] = lossless['JPEG lossless, first selection value']!;
    if (!NativeCodecs.isInitialized()) await NativeCodecs.initializeAsync();
    const stream = Buffer.from(encode({ bytes: words(picture), bits: 12 }));
    stream[stream.indexOf(Buffer.from('ffc3', 'hex')) + 1] = 0xc2;
    const file = await read(compressed('1.2.840.10008.1.2.4.70', [stream]));
    await expect(file.plane(0, 0)).rejects.toMatchObject({ code: 'unsupported' });
  });
});
