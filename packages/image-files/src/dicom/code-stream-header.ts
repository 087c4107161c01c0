import { ImageFileError } from '../errors.ts';
import type { Compression } from './transfer-syntaxes.ts';

/** Header of a compressed frame. */
export interface CodeStreamHeader {
  readonly width: number;
  readonly height: number;
  readonly channelCount: number;
  /** Bits per sample. */
  readonly precision: number;
  /** Whether compression is lossy according to the header. */
  readonly isLossy: boolean;
  /** Whether decoded samples are luma and chroma; `undefined` where the header does not specify it. */
  readonly isLumaChroma: boolean | undefined;
  readonly isLosslessJpeg: boolean;
}

/**
 * Reads the header of a code stream, so that no frame larger than the object declares is decoded.
 * @throws ImageFileError (`broken-file`, `unsupported`)
 */
export function readCodeStreamHeader(
  name: string,
  bytes: Uint8Array,
  compression: Exclude<Compression, 'rle'>,
): CodeStreamHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return compression === 'jpeg' || compression === 'jpeg-ls'
      ? readJpeg(name, view)
      : readJpeg2000(name, view);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw broken(name, 'is cut off in its header', cause);
  }
}

const startOfImage = 0xffd8;
const startOfScan = 0xffda;
const jpegLsFrame = 0xfff7;
const baselineFrame = 0xffc0;
const extendedFrame = 0xffc1;
const losslessFrame = 0xffc3;
/** Stands for any of {@link jpegFrames}. */
const startOfFrame = 0;
/** Baseline, extended sequential and lossless (ITU-T T.81 table B.1), and JPEG-LS (T.87 C.1.1). */
const jpegFrames: ReadonlySet<number> = new Set([baselineFrame, extendedFrame, losslessFrame, jpegLsFrame]);
const otherJpegFrames: ReadonlySet<number> = new Set([
  0xffc2, 0xffc5, 0xffc6, 0xffc7, 0xffc9, 0xffca, 0xffcb, 0xffcd, 0xffce, 0xffcf,
]);

const jfif = 0xffe0;
const adobe = 0xffee;

function readJpeg(name: string, view: DataView): CodeStreamHeader {
  if (view.getUint16(0) !== startOfImage) throw broken(name, 'does not begin with a JPEG marker');
  const places = new Map<number, number>();
  let at = 2;
  for (; view.getUint16(at) !== startOfScan; at += 2 + view.getUint16(at + 2)) {
    while (view.getUint16(at) === 0xffff) at += 1;
    const marker = view.getUint16(at);
    if (marker >>> 8 !== 0xff) throw broken(name, `at byte ${at}: expected a marker`);
    if (otherJpegFrames.has(marker))
      throw new ImageFileError(
        {
          file: name,
          field: 'compressed frame',
          found: `the JPEG process of marker ${marker.toString(16)}`,
          expected: 'baseline, extended or lossless',
        },
        { code: 'unsupported', context: { name } },
      );
    places.set(jpegFrames.has(marker) ? startOfFrame : marker, at);
  }
  const frame = places.get(startOfFrame);
  if (frame === undefined) throw broken(name, 'has a scan before its frame');
  const kind = view.getUint16(frame);
  const near = kind === jpegLsFrame ? view.getUint8(at + 5 + 2 * view.getUint8(at + 4)) : 0;
  return {
    precision: view.getUint8(frame + 4),
    height: view.getUint16(frame + 5),
    width: view.getUint16(frame + 7),
    channelCount: view.getUint8(frame + 9),
    isLosslessJpeg: kind === losslessFrame,
    isLossy: near > 0 || kind === baselineFrame || kind === extendedFrame,
    isLumaChroma:
      kind === baselineFrame ? isYcc(view, frame, places.get(adobe), places.get(jfif)) : undefined,
  };
}

/** By Adobe's marker, by the component names, or because JFIF allows nothing else. */
function isYcc(
  view: DataView,
  frame: number,
  adobeAt: number | undefined,
  jfifAt: number | undefined,
): boolean | undefined {
  if (adobeAt !== undefined && view.getUint16(adobeAt + 2) >= 14) return view.getUint8(adobeAt + 15) !== 0;
  const names = [10, 13, 16].map((offset) => String.fromCharCode(view.getUint8(frame + offset)));
  if (names.join('') === 'RGB') return false;
  return jfifAt === undefined ? undefined : true;
}

/** The code stream of a JPEG 2000 file, which some writers store instead of the code stream alone (T.800 annex I). */
export function withoutBoxes(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isBox = (at: number, type: string) => at + 8 <= bytes.length && textAt(bytes, at + 4) === type;
  if (!isBox(0, 'jP  ')) return bytes;
  for (let at = 0; at + 8 <= bytes.length;) {
    if (isBox(at, 'jp2c')) return bytes.subarray(at + 8);
    const length = view.getUint32(at);
    if (length < 8) break;
    at += length;
  }
  return bytes;
}

const textAt = (bytes: Uint8Array, at: number) => String.fromCharCode(...bytes.subarray(at, at + 4));

const startOfCodestream = 0xff4f;
const imageSize = 0xff51;
const codingStyle = 0xff52;
const startOfTile = 0xff90;
/** A decoder needs some kilobytes for each tile, however small it is. */
const maxTiles = 4096;

/** ITU-T T.800 annex A. */
function readJpeg2000(name: string, view: DataView): CodeStreamHeader {
  if (view.getUint16(0) !== startOfCodestream || view.getUint16(2) !== imageSize)
    throw broken(name, 'does not begin with a JPEG 2000 marker');
  const [x1, y1, x0, y0, tileWidth, tileHeight] = [8, 12, 16, 20, 24, 28].map((at) => view.getUint32(at));
  const width = (x1 ?? 0) - (x0 ?? 0);
  const height = (y1 ?? 0) - (y0 ?? 0);
  const tiles = Math.ceil(width / (tileWidth ?? 0)) * Math.ceil(height / (tileHeight ?? 0));
  if (!(tiles <= maxTiles))
    throw new ImageFileError(
      { file: name, field: 'compressed frame', found: `${tiles} tiles`, expected: `at most ${maxTiles}` },
      {
        code: 'too-large',
        context: { name },
      },
    );
  const channelCount = view.getUint16(40);
  const depth = view.getUint8(42);
  const size = { width, height, channelCount, precision: (depth & 0x7f) + 1 };
  for (let channel = 0; channel < channelCount; channel++)
    if (view.getUint8(42 + 3 * channel) !== depth || view.getUint16(43 + 3 * channel) !== 0x0101)
      throw new ImageFileError(`${name}: compressed frame: expected channels of one size and depth`, {
        code: 'unsupported',
        context: { name },
      });
  for (let at = 4 + view.getUint16(4); ; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint16(at);
    if (marker === startOfTile || marker >>> 8 !== 0xff) throw broken(name, 'has no coding style');
    // The 9-7 wavelet is not exactly reversible (table A.20).
    // With its own colour transform the decoder returns RGB (annex G).
    if (marker === codingStyle)
      return {
        ...size,
        isLosslessJpeg: false,
        isLossy: view.getUint8(at + 13) === 0,
        isLumaChroma: view.getUint8(at + 8) === 1 ? false : undefined,
      };
  }
}

function broken(name: string, problem: string, cause?: unknown): ImageFileError {
  return new ImageFileError(`${name}: compressed frame ${problem}`, {
    code: 'broken-file',
    context: { name },
    ...(cause === undefined ? {} : { cause }),
  });
}
