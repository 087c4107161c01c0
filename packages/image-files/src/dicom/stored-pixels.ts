import { ImageFileError } from '../errors.ts';
import type { ImageLimits } from '../limits.ts';
import { attributes, nameOf } from './attributes.ts';
import type { DataSet } from './data-set.ts';
import { decodeFrame, isLossyStream } from './decode-frame.ts';
import { compressedFrames, frameBytesOf, isByteSwapped, nativePixels, swapped } from './frames.ts';
import { readPixelFormat, type PixelFormat } from './pixel-format.ts';
import type { TransferSyntax } from './transfer-syntaxes.ts';

/** The pixels of an object frame by frame, unpacked where they are compressed. */
export interface StoredPixels {
  /** Of what {@link frame} gives: compressed colour comes as red, green and blue, pixel by pixel. */
  readonly format: PixelFormat;
  readonly littleEndian: boolean;
  frame(index: number): Promise<Uint8Array>;
  startWriting(): PixelWriter;
  /** What lossy compression did, where there was one. */
  lossy(): Promise<{ readonly method: string; readonly ratio: number } | undefined>;
}

/** Gathers new frames into the value of Pixel Data. */
interface PixelWriter {
  readonly vr: string;
  /** Frames have to be given as red, green and blue, pixel by pixel. */
  readonly isNowRgb: boolean;
  setFrame(index: number, bytes: Uint8Array): void;
  bytes(): Uint8Array;
}

/** @throws ImageFileError */
export function openPixels(dataSet: DataSet, syntax: TransferSyntax, limits: ImageLimits): StoredPixels {
  const format = readPixelFormat(dataSet, syntax, limits);
  return syntax.compression === undefined
    ? openNative(dataSet, format)
    : openCompressed(dataSet, syntax, format);
}

function openNative(dataSet: DataSet, format: PixelFormat): StoredPixels {
  const pixels = nativePixels(dataSet, format);
  const frameBytes = frameBytesOf(format);
  const isNowRgb = format.photometric === 'YBR_FULL_422';
  return {
    format,
    littleEndian: dataSet.encoding.littleEndian,
    frame: (index) => Promise.resolve(pixels.subarray(index * frameBytes, (index + 1) * frameBytes)),
    lossy: () => Promise.resolve(undefined),
    startWriting: () => {
      const vr = dataSet.element(attributes.pixelData)?.vr ?? 'OW';
      const writer = isNowRgb
        ? writerOf(new Uint8Array(evenLength(rgbBytes(format))), rgbFrameBytes(format), vr, true)
        : writerOf(pixels.slice(), frameBytes, vr, false);
      if (!isByteSwapped(dataSet, format)) return writer;
      return { ...writer, bytes: () => swapped(writer.bytes()) };
    },
  };
}

function openCompressed(dataSet: DataSet, syntax: TransferSyntax, stated: PixelFormat): StoredPixels {
  const streams = compressedFrames(dataSet, stated.frameCount);
  const isColour = stated.channelCount === 3;
  const format: PixelFormat = isColour ? { ...stated, photometric: 'RGB', isPlanar: false } : stated;
  const frameBytes = frameBytesOf(format);
  let last: { readonly index: number; readonly bytes: Promise<Uint8Array> } | undefined;
  const streamOf = (index: number): Uint8Array => {
    const fragments = streams[index];
    if (fragments === undefined)
      throw new ImageFileError(
        `${dataSet.source.name}: ${nameOf(attributes.pixelData)}: frame ${index} is missing; expected a frame of the file`,
        {
          code: 'broken-file',
        },
      );
    return Buffer.concat(fragments);
  };
  return {
    format,
    littleEndian: true,
    frame: (index) => {
      // Each channel of a colour frame is asked for on its own.
      if (last?.index !== index)
        last = { index, bytes: decodeFrame(dataSet.source.name, streamOf(index), syntax, stated) };
      return last.bytes;
    },
    lossy: () => {
      const { lossyMethod: method } = syntax;
      if (method === undefined || !isLossyStream(dataSet.source.name, streamOf(0), syntax))
        return Promise.resolve(undefined);
      const compressedBytes = streams.flat().reduce((sum, { length }) => sum + length, 0);
      const ratio = (frameBytes * format.frameCount) / Math.max(1, compressedBytes);
      return Promise.resolve({ method, ratio });
    },
    startWriting: () =>
      writerOf(
        new Uint8Array(evenLength(frameBytes * format.frameCount)),
        frameBytes,
        format.bitsAllocated === 8 ? 'OB' : 'OW',
        isColour,
      ),
  };
}

function writerOf(pixels: Uint8Array, frameBytes: number, vr: string, isNowRgb: boolean): PixelWriter {
  return {
    vr,
    isNowRgb,
    setFrame: (index, bytes) => {
      pixels.set(bytes.subarray(0, frameBytes), index * frameBytes);
    },
    bytes: () => pixels,
  };
}

const rgbFrameBytes = ({ width, height }: PixelFormat) => 3 * width * height;
const rgbBytes = (format: PixelFormat) => rgbFrameBytes(format) * format.frameCount;
const evenLength = (length: number) => length + (length % 2);
