interface Chunk {
  readonly type: string;
  /** With length, type and checksum. */
  readonly bytes: Uint8Array;
}

const signatureBytes = 8;
/** Chunks that are rewritten, or that describe the old samples (PNG, third edition, 11.3). */
const ofThePixels = new Set([
  'IHDR',
  'PLTE',
  'IDAT',
  'IEND',
  'tRNS',
  'bKGD',
  'hIST',
  'sBIT',
  'acTL',
  'fcTL',
  'fdAT',
]);

/** The new image with the metadata of the old file: text, resolution, gamma, colour profile, Exif. */
export function keepingPngChunks(old: Uint8Array, written: Uint8Array): Uint8Array {
  const kept = chunksOf(old).filter(({ type }) => !ofThePixels.has(type));
  const [header, ...rest] = chunksOf(written).filter(({ type }) => ofThePixels.has(type));
  const chunks = header === undefined ? kept : [header, ...kept, ...rest];
  return Buffer.concat([written.subarray(0, signatureBytes), ...chunks.map(({ bytes }) => bytes)]);
}

function chunksOf(png: Uint8Array): Chunk[] {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const chunks: Chunk[] = [];
  for (let at = signatureBytes; at + 12 <= png.length;) {
    const end = at + 12 + view.getUint32(at);
    if (end > png.length) break;
    const type = String.fromCharCode(...png.subarray(at + 4, at + 8));
    chunks.push({ type, bytes: png.subarray(at, end) });
    if (type === 'IEND') break;
    at = end;
  }
  return chunks;
}
