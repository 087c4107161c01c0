/** Symbols by the next 16 bits: `length << 8 | symbol`, 0 where no code begins so. */
export type HuffmanTable = Uint16Array;

const lookAheadBits = 16;

/**
 * Builds the table of a DHT segment (ITU-T T.81 annex C): codes of one length follow one another.
 * @param counts of codes of 1 to 16 bits
 * @returns `undefined` where there are more codes than bits can tell apart
 */
export function huffmanTable(counts: Uint8Array, symbols: Uint8Array): HuffmanTable | undefined {
  const table = new Uint16Array(2 ** lookAheadBits);
  let code = 0;
  let next = 0;
  for (const [index, count] of counts.entries()) {
    const length = index + 1;
    for (let each = 0; each < count; each++) {
      const first = code << (lookAheadBits - length);
      const end = (code + 1) << (lookAheadBits - length);
      if (end > table.length) return undefined;
      table.fill((length << 8) | (symbols[next] ?? 0), first, end);
      code += 1;
      next += 1;
    }
    code <<= 1;
  }
  return table;
}

/** Reads the bits of one entropy-coded segment, which ends at the next marker (T.81 F.2.2.5). */
export class BitReader {
  readonly #bytes: Uint8Array;
  #position: number;
  #bits = 0;
  #bitCount = 0;
  /** Noughts behind the end, so that looking ahead needs no care. */
  #madeUp = 0;

  constructor(bytes: Uint8Array, position: number) {
    this.#bytes = bytes;
    this.#position = position;
  }

  /** Whether more was read than there was. */
  get isExhausted(): boolean {
    return this.#madeUp > this.#bitCount;
  }

  symbol(table: HuffmanTable): number | undefined {
    this.#fill();
    const entry = table[(this.#bits >>> (this.#bitCount - lookAheadBits)) & 0xffff] ?? 0;
    if (entry === 0) return undefined;
    this.#bitCount -= entry >>> 8;
    return entry & 0xff;
  }

  /** The next 0 to 16 bits as a number. */
  number(bitCount: number): number {
    this.#fill();
    this.#bitCount -= bitCount;
    return (this.#bits >>> this.#bitCount) & ((1 << bitCount) - 1);
  }

  /** Where the marker behind the segment lies, past bits that fill up its last byte. */
  nextMarker(): number {
    let at = this.#position;
    for (; at < this.#bytes.length; at++) {
      const next = this.#bytes[at + 1];
      if (this.#bytes[at] === 0xff && next !== 0 && next !== 0xff) break;
    }
    return at;
  }

  /** At least 16 bits, at most 24: what was used falls off at the high end. */
  #fill(): void {
    while (this.#bitCount < lookAheadBits) {
      const byte = this.#bytes[this.#position];
      const isStuffed = byte === 0xff && this.#bytes[this.#position + 1] === 0;
      const isEnd = byte === undefined || (byte === 0xff && !isStuffed);
      this.#bits = (this.#bits << 8) | (isEnd ? 0 : byte);
      this.#bitCount += 8;
      if (isEnd) this.#madeUp += 8;
      else this.#position += isStuffed ? 2 : 1;
    }
  }
}
