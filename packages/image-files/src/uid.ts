import { ImageFileError } from './errors.ts';

const uuidBytes = 16;

/**
 * Creates DICOM UIDs from random UUIDs: `2.25.` and the UUID as an integer (PS3.5 B.2).
 * @param random returns the given number of random bytes, such as `randomBytes` of `node:crypto`
 */
export function createUidFactory(random: (byteCount: number) => Uint8Array): () => string {
  return () => {
    const bytes = Uint8Array.from(random(uuidBytes));
    if (bytes.length !== uuidBytes)
      throw new ImageFileError(
        { field: 'random', found: `${bytes.length} bytes`, expected: String(uuidBytes) },
        {
          code: 'invalid-argument',
        },
      );
    // Version 4, variant 1 (RFC 9562, 5.4).
    bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
    bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
    return `2.25.${bytes.reduce((number, byte) => (number << 8n) | BigInt(byte), 0n)}`;
  };
}
