import { ImageFileError } from '../errors.ts';
import { explicitBigEndian, explicitLittleEndian, implicitLittleEndian, type Encoding } from './elements.ts';

export type Compression = 'rle' | 'jpeg' | 'jpeg-ls' | 'jpeg-2000' | 'htj2k';

export interface TransferSyntax {
  readonly uid: string;
  readonly encoding: Encoding;
  readonly isDeflated: boolean;
  /** Compression of frames; absent where they are uncompressed. */
  readonly compression?: Compression;
  /** Whether compression is lossy: always, never, or by each code stream. */
  readonly lossy: 'no' | 'yes' | 'by-stream';
  /** Lossy Image Compression Method (PS3.3 C.7.6.1.1.5.1). */
  readonly lossyMethod?: string;
}

export const explicitLittleEndianUid = '1.2.840.10008.1.2.1';
export const implicitLittleEndianUid = '1.2.840.10008.1.2';
export const explicitBigEndianUid = '1.2.840.10008.1.2.2';

const native = (uid: string, encoding: Encoding): TransferSyntax => ({
  uid,
  encoding,
  isDeflated: false,
  lossy: 'no',
});
const compressed = (
  uid: string,
  compression: Compression,
  lossy: TransferSyntax['lossy'] = 'no',
  lossyMethod?: string,
): TransferSyntax => ({
  uid,
  encoding: explicitLittleEndian,
  isDeflated: false,
  compression,
  lossy,
  ...(lossyMethod === undefined ? {} : { lossyMethod }),
});

/** PS3.5 section 10 and PS3.6 table A-1. */
const known = [
  native(implicitLittleEndianUid, implicitLittleEndian),
  native(explicitLittleEndianUid, explicitLittleEndian),
  native(explicitBigEndianUid, explicitBigEndian),
  { ...native('1.2.840.10008.1.2.1.99', explicitLittleEndian), isDeflated: true },
  compressed('1.2.840.10008.1.2.5', 'rle'),
  compressed('1.2.840.10008.1.2.4.50', 'jpeg', 'yes', 'ISO_10918_1'),
  compressed('1.2.840.10008.1.2.4.51', 'jpeg', 'yes', 'ISO_10918_1'),
  compressed('1.2.840.10008.1.2.4.57', 'jpeg'),
  compressed('1.2.840.10008.1.2.4.70', 'jpeg'),
  compressed('1.2.840.10008.1.2.4.80', 'jpeg-ls'),
  compressed('1.2.840.10008.1.2.4.81', 'jpeg-ls', 'by-stream', 'ISO_14495_1'),
  compressed('1.2.840.10008.1.2.4.90', 'jpeg-2000'),
  compressed('1.2.840.10008.1.2.4.91', 'jpeg-2000', 'by-stream', 'ISO_15444_1'),
  compressed('1.2.840.10008.1.2.4.201', 'htj2k'),
  compressed('1.2.840.10008.1.2.4.202', 'htj2k'),
  compressed('1.2.840.10008.1.2.4.203', 'htj2k', 'by-stream', 'ISO_15444_15'),
];

/** @throws ImageFileError (`unsupported`) */
export function transferSyntaxOf(name: string, uid: string): TransferSyntax {
  const syntax = known.find((candidate) => candidate.uid === uid);
  if (syntax !== undefined) return syntax;
  throw new ImageFileError(
    {
      file: name,
      field: 'TransferSyntaxUID (0002,0010)',
      found: uid,
      expected: `one of ${known.map((each) => each.uid).join(', ')}`,
    },
    { code: 'unsupported', context: { name, transferSyntaxUid: uid } },
  );
}
