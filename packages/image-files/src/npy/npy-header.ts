import { shown, type Refusal } from '@beatwatch/contracts';
import { ImageFileError } from '../errors.ts';

/** Header of a `.npy` file (NumPy enhancement proposal 1, versions 1.0 to 3.0). */
export interface NpyHeader {
  /** Such as `<f4`: byte order, kind, bytes per number. */
  readonly type: string;
  readonly isFortran: boolean;
  readonly shape: readonly number[];
  readonly dataStart: number;
}

/** NumPy's own limit for an untrusted header. */
const maxHeaderBytes = 10_000;
/** A Python dictionary as NumPy writes it, with any spaces and order of keys. */
const fields = {
  type: /'descr'\s*:\s*'([^']+)'/,
  isFortran: /'fortran_order'\s*:\s*(True|False)/,
  shape: /'shape'\s*:\s*\(([^)]*)\)/,
} as const;

/** @throws ImageFileError (`broken-file`, `unsupported`) */
export function readNpyHeader(name: string, bytes: Uint8Array): NpyHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const major = bytes[6] ?? 0;
  if (major < 1 || major > 3)
    throw fail(name, 'unsupported', { found: `version ${major}`, expected: '1 to 3' });
  const textStart = major === 1 ? 10 : 12;
  if (bytes.length < textStart) throw fail(name, 'broken-file', 'is cut off in its header');
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const dataStart = textStart + length;
  if (length > maxHeaderBytes || dataStart > bytes.length)
    throw fail(name, 'broken-file', {
      field: 'header',
      found: `${length} bytes`,
      expected: `at most ${maxHeaderBytes} that are there`,
    });
  const text = Buffer.from(bytes.subarray(textStart, dataStart)).toString('latin1');
  const [type, isFortran, shape] = [fields.type, fields.isFortran, fields.shape].map(
    (field) => field.exec(text)?.[1],
  );
  if (type === undefined || isFortran === undefined || shape === undefined)
    throw fail(name, 'unsupported', {
      field: 'header',
      found: text.trim().slice(0, 200),
      expected: 'descr, fortran_order and shape of plain numbers',
    });
  return { type, isFortran: isFortran === 'True', shape: shapeOf(name, shape), dataStart };
}

function shapeOf(name: string, text: string): readonly number[] {
  const sizes = text.split(',').map((size) => size.trim());
  if (sizes.at(-1) === '') sizes.pop();
  return sizes.map((size) => {
    const number = Number(size);
    if (/^\d+$/.test(size) && Number.isSafeInteger(number)) return number;
    throw fail(name, 'broken-file', { field: 'shape', found: shown(size), expected: 'whole numbers' });
  });
}

function fail(name: string, code: 'broken-file' | 'unsupported', problem: string | Refusal): ImageFileError {
  return new ImageFileError(
    typeof problem === 'string' ? `${name}: ${problem}` : { file: name, ...problem },
    { code, context: { name } },
  );
}
