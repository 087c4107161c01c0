const textCount = 4096;
const longest = 64;

/**
 * Texts read before, found by their bytes: an id comes with every message of its patient, and need be neither decoded nor
 * checked again.
 */
export class KnownTexts {
  readonly #texts: (string | undefined)[] = new Array<string | undefined>(textCount).fill(undefined);
  readonly #isGood: (text: string) => boolean;

  constructor(isGood: (text: string) => boolean) {
    this.#isGood = isGood;
  }

  /**
   * The text of ASCII bytes.
   * @returns undefined for other bytes, more than 64 of them, and a text that is not as it should be
   */
  read(bytes: Uint8Array, from: number, to: number): string | undefined {
    if (to - from > longest || to > bytes.length) return undefined;
    let hash = 0;
    let all = 0;
    for (let index = from; index < to; index += 1) {
      const byte = bytes[index] ?? 0;
      hash = (Math.imul(hash, 31) + byte) | 0;
      all |= byte;
    }
    if (all > 0x7f) return undefined;
    const slot = (hash ^ (hash >>> 12)) & (textCount - 1);
    const known = this.#texts[slot];
    if (known !== undefined && isOf(known, bytes, from, to)) return known;
    const text = String.fromCharCode(...bytes.subarray(from, to));
    if (!this.#isGood(text)) return undefined;
    this.#texts[slot] = text;
    return text;
  }
}

function isOf(text: string, bytes: Uint8Array, from: number, to: number): boolean {
  if (text.length !== to - from) return false;
  for (let index = from; index < to; index += 1) {
    if (text.charCodeAt(index - from) !== bytes[index]) return false;
  }
  return true;
}
