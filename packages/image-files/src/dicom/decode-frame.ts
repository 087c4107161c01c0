import { ImageFileError } from '../errors.ts';
import { channelsOf } from './colour.ts';
import { readCodeStreamHeader, type CodeStreamHeader, withoutBoxes } from './code-stream-header.ts';
import { frameBytesOf } from './frames.ts';
import { decodeJpegLossless } from './jpeg-lossless.ts';
import { Context, releaseNativeCodecs, withNativeCodecs } from './native-codecs.ts';
import type { PixelFormat } from './pixel-format.ts';
import { unpackSamples } from './samples.ts';
import { decodeRle } from './rle.ts';
import type { Compression, TransferSyntax } from './transfer-syntaxes.ts';

/** Padding after the end: to even length, or to words of 64 bits as some writers do. */
const maxFillBytes = 8;
const fill: ReadonlySet<number | undefined> = new Set([0x00, 0xff]);
/** Larger frames leave the decoders with a large memory. */
const largeFrameBytes = 32 * 2 ** 20;

/**
 * Decodes one frame: little endian; colour as interleaved RGB.
 * @throws ImageFileError (`broken-file`, `unsupported`, `too-large`)
 */
export async function decodeFrame(
  name: string,
  frame: Uint8Array,
  { compression }: TransferSyntax,
  format: PixelFormat,
): Promise<Uint8Array> {
  if (compression === undefined || compression === 'rle') {
    const bytes = decodeRle(name, frame, format);
    return format.photometric === 'YBR_FULL' ? asRgb(bytes, format) : bytes;
  }
  const stream = withoutBoxes(frame);
  const header = readCodeStreamHeader(name, stream, compression);
  requireAgreement(name, header, format);
  requireEnd(name, stream);
  const bytes = header.isLosslessJpeg
    ? decodeJpegLossless(name, stream, format)
    : await unpack(name, stream, compression, format);
  const isLumaChroma = header.isLumaChroma ?? format.photometric.startsWith('YBR_FULL');
  return isLumaChroma && format.channelCount === 3 ? asRgb(bytes, format) : bytes;
}

async function unpack(
  name: string,
  stream: Uint8Array,
  compression: Exclude<Compression, 'rle'>,
  format: PixelFormat,
): Promise<Uint8Array> {
  const context = new Context({
    width: format.width,
    height: format.height,
    bitsAllocated: format.bitsAllocated,
    bitsStored: format.bitsStored,
    samplesPerPixel: format.channelCount,
    pixelRepresentation: format.isSigned ? 1 : 0,
    planarConfiguration: 0,
    photometricInterpretation: format.photometric,
    encodedBuffer: stream,
  });
  const decoded = await decodeWith(name, () =>
    withNativeCodecs((codecs) => {
      if (compression === 'jpeg') return codecs.decodeJpeg(context);
      if (compression === 'jpeg-ls') return codecs.decodeJpegLs(context);
      return compression === 'htj2k' ? codecs.decodeHtJpeg2000(context) : codecs.decodeJpeg2000(context);
    }),
  );
  const bytes = decoded.getDecodedBuffer();
  const frameBytes = frameBytesOf({
    ...format,
    photometric: format.channelCount === 3 ? 'RGB' : format.photometric,
  });
  if (frameBytes > largeFrameBytes) releaseNativeCodecs();
  if (bytes?.length === frameBytes) return bytes;
  throw new ImageFileError(
    {
      file: name,
      field: 'compressed frame',
      found: `${bytes?.length ?? 0} decoded bytes`,
      expected: String(frameBytes),
    },
    { code: 'broken-file', context: { name } },
  );
}

/** All code streams end with the same marker; for a truncated one the decoders would return black pixels. */
function requireEnd(name: string, stream: Uint8Array): void {
  const endMarker = [0xff, 0xd9];
  let end = stream.length;
  while (end > 2 && (stream[end - 1] !== endMarker[1] || stream[end - 2] !== endMarker[0])) {
    if (stream.length - end >= maxFillBytes || !fill.has(stream[end - 1]))
      throw new ImageFileError(`${name}: compressed frame: the end of its code stream is missing`, {
        code: 'broken-file',
        context: { name },
      });
    end -= 1;
  }
}

/** Whether a frame's compression is lossy. */
export function isLossyStream(name: string, stream: Uint8Array, syntax: TransferSyntax): boolean {
  const { compression } = syntax;
  if (syntax.lossy !== 'by-stream') return syntax.lossy === 'yes';
  return compression !== undefined && compression !== 'rle'
    ? readCodeStreamHeader(name, withoutBoxes(stream), compression).isLossy
    : false;
}

function requireAgreement(name: string, header: CodeStreamHeader, format: PixelFormat): void {
  const agreed = [
    ['Columns (0028,0011)', header.width, format.width],
    ['Rows (0028,0010)', header.height, format.height],
    ['SamplesPerPixel (0028,0002)', header.channelCount, format.channelCount],
  ] as const;
  for (const [tag, found, expected] of agreed)
    if (found !== expected)
      throw new ImageFileError(`${name}: compressed frame: found ${found} where ${tag} says ${expected}`, {
        code: 'broken-file',
        context: { name, tag },
      });
  if (header.precision > format.bitsAllocated)
    throw new ImageFileError(
      {
        file: name,
        field: 'compressed frame',
        found: `${header.precision} bits`,
        expected: `at most the ${format.bitsAllocated} of BitsAllocated (0028,0100)`,
      },
      { code: 'broken-file', context: { name } },
    );
}

async function decodeWith<Result>(name: string, decode: () => Promise<Result>): Promise<Result> {
  try {
    return await decode();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.trim() : String(cause);
    throw new ImageFileError(`${name}: compressed frame cannot be decoded: ${reason}`, {
      code: 'broken-file',
      context: { name },
      cause,
    });
  }
}

function asRgb(bytes: Uint8Array, format: PixelFormat): Uint8Array {
  const interleaved: PixelFormat = { ...format, photometric: 'YBR_FULL', isPlanar: false };
  const result = new Uint8Array(bytes.length);
  channelsOf(unpackSamples(bytes, interleaved, true), interleaved).forEach((channel, index) => {
    channel.forEach((sample, pixel) => (result[3 * pixel + index] = sample));
  });
  return result;
}
