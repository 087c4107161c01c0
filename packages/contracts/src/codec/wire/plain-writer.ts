const scratch = new Float64Array(1);
const scratchBytes = new Uint8Array(scratch.buffer);
const scratchFloat = new Float32Array(scratch.buffer, 0, 1);

/** Room for the largest message that is written here: 140 values and some texts. */
const room = 4096;

/**
 * Writes the fields of a Protobuf message in the order in which it is called. What it cannot write as the general writer would
 * makes it `failed`: texts beyond ASCII, whole numbers below 0 or from 2^53, a message without room.
 */
export class PlainWriter {
  readonly #bytes = new Uint8Array(room);
  #at = 0;
  failed = false;

  begin(): void {
    this.#at = 0;
    this.failed = false;
  }

  /** A copy of what was written. */
  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#at);
  }

  text(tag: number, value: string): void {
    const { length } = value;
    if (length === 0) return;
    if (length > 127 || !this.#hasRoom(length + 2)) {
      this.failed = true;
      return;
    }
    const bytes = this.#bytes;
    let at = this.#at;
    bytes[at] = tag;
    bytes[at + 1] = length;
    at += 2;
    let all = 0;
    for (let index = 0; index < length; index += 1) {
      const code = value.charCodeAt(index);
      bytes[at + index] = code;
      all |= code;
    }
    if (all > 0x7f) this.failed = true;
    this.#at = at + length;
  }

  /** A whole number, or nothing for 0. */
  whole(tag: number, value: number): void {
    if (value !== 0) this.presentWhole(tag, value);
  }

  /** A whole number, even 0. */
  presentWhole(tag: number, value: number): void {
    if (!(value >= 0 && value <= Number.MAX_SAFE_INTEGER && Number.isInteger(value)) || !this.#hasRoom(11)) {
      this.failed = true;
      return;
    }
    this.#byte(tag);
    this.#varint(value);
  }

  flag(tag: number, value: boolean): void {
    if (!value) return;
    if (!this.#hasRoom(2)) this.failed = true;
    this.#byte(tag);
    this.#byte(1);
  }

  /** A number, or nothing for 0. */
  double(tag: number, value: number): void {
    if (!Object.is(value, 0)) this.presentDouble(tag, value);
  }

  /** A number, even 0. */
  presentDouble(tag: number, value: number): void {
    if (!this.#hasRoom(9)) this.failed = true;
    this.#byte(tag);
    scratch[0] = value;
    this.#copyScratch(8);
  }

  presentFloat(tag: number, value: number): void {
    if (!this.#hasRoom(5)) this.failed = true;
    this.#byte(tag);
    scratchFloat[0] = value;
    this.#copyScratch(4);
  }

  /** Packed floats, or nothing for none. */
  floats(tag: number, values: readonly number[]): void {
    if (values.length === 0) return;
    if (!this.#hasRoom(4 * values.length + 6)) {
      this.failed = true;
      return;
    }
    this.#byte(tag);
    this.#varint(4 * values.length);
    for (const value of values) {
      scratchFloat[0] = value;
      this.#copyScratch(4);
    }
  }

  bytes(tag: number, value: Uint8Array): void {
    if (value.length === 0) return;
    if (!this.#hasRoom(value.length + 6)) {
      this.failed = true;
      return;
    }
    this.#byte(tag);
    this.#varint(value.length);
    this.#bytes.set(value, this.#at);
    this.#at += value.length;
  }

  /** A message within this one, as another writer holds it. */
  message(tag: number, inner: PlainWriter): void {
    if (inner.failed || !this.#hasRoom(inner.#at + 6)) {
      this.failed = true;
      return;
    }
    this.#byte(tag);
    this.#varint(inner.#at);
    this.#bytes.set(inner.#bytes.subarray(0, inner.#at), this.#at);
    this.#at += inner.#at;
  }

  #hasRoom(length: number): boolean {
    return this.#at + length <= room;
  }

  #byte(value: number): void {
    this.#bytes[this.#at] = value;
    this.#at += 1;
  }

  #varint(value: number): void {
    let rest = value;
    while (rest >= 128) {
      this.#byte((rest % 128) | 128);
      rest = Math.floor(rest / 128);
    }
    this.#byte(rest);
  }

  #copyScratch(count: number): void {
    for (let index = 0; index < count; index += 1) this.#bytes[this.#at + index] = scratchBytes[index] ?? 0;
    this.#at += count;
  }
}
