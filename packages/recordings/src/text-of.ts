/** Text in UTF-16 with a byte order mark, in UTF-8, or, where it is not that, in Latin-1. NUL at the end, which a logger has reserved, is left out. */
export function textOf(given: Uint8Array): string {
  let end = given.byteLength;
  while (end > 0 && given[end - 1] === 0 && (given[0] ?? 0) < 0xfe) end -= 1;
  const bytes = given.subarray(0, end);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    // As a stream: a file may end within a character.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return new TextDecoder('latin1').decode(bytes);
  }
}
