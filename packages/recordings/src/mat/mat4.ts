import { malformed, unsupported } from '../errors.ts';

/** A numeric matrix of a MAT file of level 4. */
export interface Mat4Matrix {
  readonly name: string;
  readonly rowCount: number;
  readonly columnCount: number;
  /** Column by column, as in the file. */
  readonly values: Float64Array;
  /** The least whole number that its type holds, which PhysioNet's exports write for a missing sample; absent for floats. */
  readonly leastWhole?: number;
}

const headerBytes = 20;
const maxNameBytes = 256;

/** By the P digit of the type (MOPT). */
const precisions: readonly {
  readonly width: number;
  readonly leastWhole?: number;
  read(view: DataView, at: number, little: boolean): number;
}[] = [
  { width: 8, read: (view, at, little) => view.getFloat64(at, little) },
  { width: 4, read: (view, at, little) => view.getFloat32(at, little) },
  { width: 4, leastWhole: -(2 ** 31), read: (view, at, little) => view.getInt32(at, little) },
  { width: 2, leastWhole: -(2 ** 15), read: (view, at, little) => view.getInt16(at, little) },
  { width: 2, read: (view, at, little) => view.getUint16(at, little) },
  { width: 1, read: (view, at) => view.getUint8(at) },
];

/**
 * Reads the full numeric matrices of a MAT file of level 4, in either byte order (MathWorks, "MAT-File Format", chapter 2,
 * "Level 4 MAT-Files"): doubles, floats, and integers of 8 to 32 bits. Text and sparse matrices are skipped.
 * @throws RecordingError with file and byte, also for MAT files of level 5 and later, which are another format
 */
export function parseMat4(bytes: Uint8Array, fileName: string): Mat4Matrix[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (new TextDecoder('latin1').decode(bytes.subarray(0, 6)) === 'MATLAB') {
    throw unsupported({
      file: fileName,
      found: 'a MAT file of level 5 or later',
      expected: 'level 4 (in MATLAB: save -v4)',
    });
  }
  const matrices: Mat4Matrix[] = [];
  let offset = 0;
  while (offset < bytes.byteLength) {
    const { matrix, end } = readMatrix(view, offset, fileName);
    if (matrix !== undefined) matrices.push(matrix);
    offset = end;
  }
  if (matrices.length === 0)
    throw malformed({ file: fileName, field: 'matrix', expected: 'at least one numeric matrix' });
  return matrices;
}

function readMatrix(
  view: DataView,
  offset: number,
  fileName: string,
): { readonly matrix: Mat4Matrix | undefined; readonly end: number } {
  need(view, offset, headerBytes, fileName);
  const [asLittle, asBig] = [view.getInt32(offset, true), view.getInt32(offset, false) - 1000];
  const little = isType(asLittle);
  const type = little ? asLittle : asBig;
  if (!isType(type)) {
    throw malformed({
      file: fileName,
      byte: offset,
      found: `type ${asLittle}`,
      expected: 'a MAT file of level 4, whose types are 0 to 52 or 1000 to 1052',
    });
  }
  const [rowCount, columnCount, imaginary, nameBytes] = [4, 8, 12, 16].map((field) =>
    view.getInt32(offset + field, little),
  ) as [number, number, number, number];
  if (rowCount < 0 || columnCount < 0) {
    throw malformed({
      file: fileName,
      byte: offset + 4,
      found: `${rowCount} x ${columnCount} values`,
      expected: 'numbers from 0',
    });
  }
  if (nameBytes < 1 || nameBytes > maxNameBytes) {
    throw malformed({
      file: fileName,
      byte: offset + 16,
      found: `a name of ${nameBytes} bytes`,
      expected: `1 to ${maxNameBytes}`,
    });
  }
  const precision = precisions[Math.floor(type / 10)];
  if (precision === undefined)
    throw malformed({
      file: fileName,
      byte: offset,
      found: `type ${type}`,
      expected: 'a precision from 0 to 5',
    });
  const from = offset + headerBytes + nameBytes;
  const count = rowCount * columnCount;
  const end = from + count * precision.width * (imaginary === 0 ? 1 : 2);
  need(view, from, end - from, fileName);
  // Text has 1 in the last digit, sparse matrices have 2.
  if (type % 10 !== 0) return { matrix: undefined, end };
  const values = new Float64Array(count);
  for (let index = 0; index < count; index += 1) {
    values[index] = precision.read(view, from + index * precision.width, little);
  }
  const name = new TextDecoder('latin1').decode(
    new Uint8Array(view.buffer, view.byteOffset + offset + headerBytes, nameBytes),
  );
  const { leastWhole } = precision;
  return {
    matrix: {
      name: name.replace(/\0.*$/s, ''),
      rowCount,
      columnCount,
      values,
      ...(leastWhole !== undefined && { leastWhole }),
    },
    end,
  };
}

/** MOPT without its M, which is 0 for little-endian and 1 for big-endian files: O 0, P 0 to 5, T 0 to 2. */
const isType = (type: number): boolean => type >= 0 && type <= 52 && type % 10 <= 2;

function need(view: DataView, offset: number, byteCount: number, fileName: string): void {
  if (byteCount <= view.byteLength - offset) return;
  throw malformed({
    file: fileName,
    byte: offset,
    found: `${view.byteLength - offset} bytes to the end of the file`,
    expected: `${byteCount}`,
  });
}
