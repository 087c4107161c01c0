interface Segment {
  readonly marker: number;
  readonly bytes: Uint8Array;
}

const startOfImage = 0xffd8;
const startOfScan = 0xffda;
const jfif = 0xffe0;
const adobe = 0xffee;
const comment = 0xfffe;

/** The new image with the metadata of the old file: Exif, colour profile, XMP, resolution, comments. */
export function keepingJpegSegments(old: Uint8Array, written: Uint8Array): Uint8Array {
  const kept = segmentsOf(old).filter(({ marker }) => isAbout(marker));
  const own = segmentsOf(written).filter(({ marker }) => isAbout(marker));
  // JFIF's segment has to come first; the old one goes before the new one, as it states the resolution.
  const about = kept.some(({ marker }) => marker === jfif) ? kept : [...own, ...kept];
  const ownBytes = own.reduce((sum, { bytes }) => sum + bytes.length, 0);
  return Buffer.concat([
    written.subarray(0, 2),
    ...about.map(({ bytes }) => bytes),
    written.subarray(2 + ownBytes),
  ]);
}

/** Application data and comments, except Adobe's segment, which describes the colours of its own file. */
function isAbout(marker: number): boolean {
  return marker === comment || (marker >= jfif && marker <= 0xffef && marker !== adobe);
}

/** The segments before the first scan. */
function segmentsOf(jpeg: Uint8Array): Segment[] {
  const view = new DataView(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength);
  const segments: Segment[] = [];
  if (jpeg.length < 4 || view.getUint16(0) !== startOfImage) return segments;
  for (let at = 2; at + 4 <= jpeg.length;) {
    const marker = view.getUint16(at);
    const end = at + 2 + view.getUint16(at + 2);
    if (marker === startOfScan || marker >>> 8 !== 0xff || end > jpeg.length) break;
    segments.push({ marker, bytes: jpeg.subarray(at, end) });
    at = end;
  }
  return segments;
}
