/** What a stream of snappy-java begins with, before two versions of four bytes. */
const magic = Buffer.from('\x82SNAPPY\0', 'latin1');
const headerBytes = magic.byteLength + 8;

/**
 * The blocks of Snappy data: those of a stream of snappy-java, each behind its length in four bytes, or the data as the one
 * block that they are without its magic.
 */
export function unframed(bytes: Uint8Array): Uint8Array[] {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!data.subarray(0, magic.byteLength).equals(magic)) return [data];
  const blocks: Uint8Array[] = [];
  for (let at = headerBytes; at + 4 <= data.byteLength;) {
    const length = data.readUInt32BE(at);
    blocks.push(data.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return blocks;
}
