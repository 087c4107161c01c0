import { ImageFileError } from '../errors.ts';

const bitsPerSampleTag = 258;
const sampleFormatTag = 339;
const floatFormat = 3;
/** Bytes of a value by its type in a TIFF directory; only short ones are read here. */
const shortType = 3;
const mostPages = 65_536;

interface Layout {
  readonly little: boolean;
  readonly big: boolean;
}

/**
 * Refuses floats of other than 32 bits: the decoder takes halves for whole numbers and gives no error.
 * @throws ImageFileError (`unsupported`, or `broken-file` where a directory lies outside the file)
 */
export function requireKnownSamples(name: string, bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = bytes[0] === 0x49;
  const layout = { little, big: view.getUint16(2, little) === 43 };
  try {
    let page = 0;
    const seen = new Set<number>();
    for (let at = firstDirectory(view, layout); at !== 0 && page < mostPages; page += 1) {
      if (seen.has(at)) return;
      seen.add(at);
      const { bits, format, next } = directoryAt(view, at, layout);
      if (format === floatFormat && bits !== 32) throw unsupportedFloat(name, page, bits);
      at = next;
    }
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new ImageFileError(
      { file: name, found: 'a directory beyond the end of the file', expected: 'one within it' },
      { code: 'broken-file', context: { name }, cause },
    );
  }
}

const offsetAt = (view: DataView, at: number, { little, big }: Layout): number =>
  big ? Number(view.getBigUint64(at, little)) : view.getUint32(at, little);

const firstDirectory = (view: DataView, layout: Layout): number => offsetAt(view, layout.big ? 8 : 4, layout);

function directoryAt(
  view: DataView,
  at: number,
  layout: Layout,
): { readonly bits: number; readonly format: number; readonly next: number } {
  const { little, big } = layout;
  const count = big ? Number(view.getBigUint64(at, little)) : view.getUint16(at, little);
  const entryBytes = big ? 20 : 12;
  const first = at + (big ? 8 : 2);
  let bits = 1;
  let format = 1;
  for (let entry = first; entry < first + count * entryBytes; entry += entryBytes) {
    const tag = view.getUint16(entry, little);
    if (tag === bitsPerSampleTag) bits = shortOf(view, entry, layout);
    else if (tag === sampleFormatTag) format = shortOf(view, entry, layout);
  }
  return { bits, format, next: offsetAt(view, first + count * entryBytes, layout) };
}

/** The first value of an entry: beside its count where all fit there, else where it points to. */
function shortOf(view: DataView, entry: number, layout: Layout): number {
  const { little, big } = layout;
  const type = view.getUint16(entry + 2, little);
  const count = offsetAt(view, entry + 4, layout);
  const field = entry + (big ? 12 : 8);
  const isInside = type !== shortType || count * 2 <= (big ? 8 : 4);
  return view.getUint16(isInside ? field : offsetAt(view, field, layout), little);
}

const unsupportedFloat = (name: string, page: number, bits: number): ImageFileError =>
  new ImageFileError(
    { file: name, field: `page ${page}`, found: `floats of ${bits} bits`, expected: 'floats of 32 bits' },
    { code: 'unsupported', context: { name, page } },
  );
