/** Reads what a `PackedWriter` wrote. @throws RangeError beyond the end */
export class PackedReader {
  readonly #bytes: Buffer;
  #at = 0;
  readonly #strings: string[] = [];

  constructor({ buffer, byteOffset, byteLength }: Uint8Array) {
    this.#bytes = Buffer.from(buffer, byteOffset, byteLength);
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  byte(): number {
    return this.#bytes.readUInt8(this.#at++);
  }

  count(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 0x80) {
      const byte = this.byte();
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
  }

  float64(): number {
    this.#at += 8;
    return this.#bytes.readDoubleLE(this.#at - 8);
  }

  float32(): number {
    this.#at += 4;
    return this.#bytes.readFloatLE(this.#at - 4);
  }

  /** @param width bytes, 1, 2 or 4 */
  int(width: number): number {
    this.#at += width;
    return this.#bytes.readIntLE(this.#at - width, width);
  }

  string(): string {
    const number = this.count();
    if (number > 0) {
      const known = this.#strings[number - 1];
      if (known === undefined) throw new RangeError(`string ${number} of ${this.#strings.length}`);
      return known;
    }
    const value = this.raw(this.count()).toString();
    this.#strings.push(value);
    return value;
  }

  /** A view of the bytes. */
  raw(byteLength: number): Buffer {
    if (this.#at + byteLength > this.#bytes.length) throw new RangeError('the bytes end too early');
    this.#at += byteLength;
    return this.#bytes.subarray(this.#at - byteLength, this.#at);
  }
}
