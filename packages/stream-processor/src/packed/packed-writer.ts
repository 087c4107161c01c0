/** Bytes that grow as they are written; little-endian. One is used again and again. */
export class PackedWriter {
  #bytes = Buffer.allocUnsafeSlow(16_384);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;
  /** Strings of this message and their numbers. */
  readonly #strings = new Map<string, number>();

  /** Begins a new message. */
  begin(): void {
    this.#length = 0;
    this.#strings.clear();
  }

  /** A copy of what was written. */
  bytes(): Uint8Array {
    return Uint8Array.prototype.slice.call(this.#bytes, 0, this.#length);
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = value;
  }

  /** A whole number from 0, seven bits a byte, the lowest first. */
  count(value: number): void {
    this.#reserve(8);
    let rest = value;
    while (rest > 0x7f) {
      this.#bytes[this.#length++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.#bytes[this.#length++] = rest;
  }

  float64(value: number): void {
    this.#reserve(8);
    this.#view.setFloat64(this.#length, value, true);
    this.#length += 8;
  }

  float32(value: number): void {
    this.#reserve(4);
    this.#view.setFloat32(this.#length, value, true);
    this.#length += 4;
  }

  /** @param width bytes, 1, 2 or 4 */
  int(value: number, width: number): void {
    this.#reserve(width);
    if (width === 1) this.#view.setInt8(this.#length, value);
    else if (width === 2) this.#view.setInt16(this.#length, value, true);
    else this.#view.setInt32(this.#length, value, true);
    this.#length += width;
  }

  /** Written once; where it comes again, its number is. */
  string(value: string): void {
    const known = this.#strings.get(value);
    if (known !== undefined) {
      this.count(known + 1);
      return;
    }
    this.#strings.set(value, this.#strings.size);
    this.count(0);
    const length = Buffer.byteLength(value);
    this.count(length);
    this.#reserve(length);
    if (length === value.length) this.#ascii(value);
    else this.#length += this.#bytes.write(value, this.#length);
  }

  #ascii(value: string): void {
    for (let index = 0; index < value.length; index += 1)
      this.#bytes[this.#length + index] = value.charCodeAt(index);
    this.#length += value.length;
  }

  raw({ buffer, byteOffset, byteLength }: ArrayBufferView): void {
    this.#reserve(byteLength);
    this.#bytes.set(new Uint8Array(buffer, byteOffset, byteLength), this.#length);
    this.#length += byteLength;
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(2 * this.#bytes.length, this.#length + bytes));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
  }
}
