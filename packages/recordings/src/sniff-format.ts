/** Formats that are read. */
type ReadFormat = 'edf' | 'mat' | 'csv';

/** What the first bytes of a file say it is: a format that is read, or the name of one that is not. */
export type SniffedFormat = { readonly read: ReadFormat } | { readonly other: string };

/** The name of a format that is not read, by the bytes that its files begin with (Latin-1). */
const others: readonly (readonly [RegExp, string])[] = [
  [/^ISHNE1\.0|^ANN {2}1\.0/, 'a Holter file in ISHNE format'],
  [/^\xffBIOSEMI/, 'BDF, the 24-bit form of EDF'],
  [/^GDF /, 'GDF'],
  [/^\x89HDF\r\n/, 'HDF5, as MAT files of version 7.3 are'],
  [/^SCPECG|^.{16}SCPECG/s, 'SCP-ECG'],
  [/^.{128}DICM/s, 'DICOM'],
  [/^PK\x03\x04/, 'a ZIP archive, as Excel files are'],
  [/^\xd0\xcf\x11\xe0/, 'an old Office file'],
  [/^\x1f\x8b/, 'a gzip archive'],
  [/^BZh/, 'a bzip2 archive'],
  [/^\xfd7zXZ/, 'an xz archive'],
  [/^\x28\xb5\x2f\xfd/, 'a Zstandard archive'],
  [/^7z\xbc\xaf/, 'a 7-Zip archive'],
  [/^%PDF/, 'PDF'],
  [/^\x89PNG|^\xff\xd8\xff|^GIF8|^II\*\0|^MM\0\*/, 'a picture'],
  [/^PAR1/, 'Parquet'],
  [/^\x93NUMPY/, 'NumPy'],
  [/^SQLite format 3/, 'an SQLite database'],
  [/^.{8}\.FIT/s, 'FIT'],
  [/^\s*<\?xml[^]*AnnotatedECG/i, 'HL7 aECG'],
  [/^\s*(?:<\?xml|<!doctype|<html)/i, 'XML or HTML'],
  [/^\s*[{[]\s*["{[\]]/, 'JSON; posts of devices go to the HTTP port'],
  [/^@relation/i, 'ARFF'],
];

/** Names the format of a file by its first bytes, whatever the file is called. */
export function sniffFormat(bytes: Uint8Array): SniffedFormat {
  const opening = Buffer.from(bytes.subarray(0, 4096)).toString('latin1');
  // The version 0, filled up with blanks or NUL, and a whole header behind it.
  if (/^0[ \0]{7}/.test(opening) && bytes.byteLength > 40) return { read: 'edf' };
  if (opening.startsWith('MATLAB')) return { read: 'mat' };
  const other = others.find(([pattern]) => pattern.test(opening));
  if (other !== undefined) return { other: other[1] };
  if (/^(?:\xff\xfe|\xfe\xff)/.test(opening)) return { read: 'csv' };
  if (isMat4(bytes)) return { read: 'mat' };
  return isBinary(opening)
    ? { other: `unknown bytes that begin with ${hexOf(bytes.subarray(0, 8))}` }
    : { read: 'csv' };
}

/** Whether the bytes begin with the header of a matrix of MAT level 4: a known type, sizes from 0, a name in ASCII. */
function isMat4(bytes: Uint8Array): boolean {
  if (bytes.byteLength < 20) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return [true, false].some((little) => {
    const [type = -1, rows = -1, columns = -1, imaginary = -1, nameLength = -1] = [0, 4, 8, 12, 16].map(
      (at) => view.getInt32(at, little),
    );
    const known = little ? type : type - 1000;
    return (
      known >= 0 &&
      known <= 52 &&
      known % 10 <= 2 &&
      rows >= 0 &&
      columns >= 0 &&
      (imaginary === 0 || imaginary === 1) &&
      nameLength >= 1 &&
      nameLength <= 256 &&
      /^[\x20-\x7e]*\0*$/.test(Buffer.from(bytes.subarray(20, 20 + nameLength)).toString('latin1'))
    );
  });
}

// Control characters are what tells bytes from text.
const control = /[\0-\x08\x0e-\x1a\x1c-\x1f]/;
const isBinary = (opening: string): boolean => control.test(opening);

const hexOf = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
