import type { KnownTexts } from './known-texts.ts';

const scratch = new Float64Array(1);
const scratchBytes = new Uint8Array(scratch.buffer);

/**
 * Reads the fields of a Protobuf message in place. What it is not sure of makes it stop with `failed`; the general reader
 * then decides what the message says. Protocol Buffers encoding, wire types 0, 1 and 2.
 */
export class PlainReader {
  bytes: Uint8Array = new Uint8Array(0);
  at = 0;
  end = 0;
  failed = false;

  /** Begins to read a message. */
  open(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.at = 0;
    this.end = bytes.length;
    this.failed = false;
  }

  /** Whether there is another field. */
  get hasMore(): boolean {
    return !this.failed && this.at < this.end;
  }

  /** A tag of one byte, for field numbers up to 15. */
  tag(): number {
    const byte = this.bytes[this.at] ?? 0;
    this.at += 1;
    return byte;
  }

  /** A varint of up to seven bytes: whole numbers below 2^49. */
  varint(): number {
    let value = 0;
    let weight = 1;
    for (let count = 0; count < 7; count += 1) {
      const byte = this.bytes[this.at] ?? 0;
      this.at += 1;
      value += (byte & 0x7f) * weight;
      if (byte < 0x80) {
        if (this.at > this.end) this.failed = true;
        return value;
      }
      weight *= 128;
    }
    // Epoch times in microseconds have eight bytes from 2^49, in 1987.
    const byte = this.bytes[this.at] ?? 0;
    this.at += 1;
    value += byte * weight;
    if (byte >= 0x10 || this.at > this.end) this.failed = true;
    return value;
  }

  /** A length and where what it measures ends; `at` is where it begins. */
  lengthEnd(): number {
    const length = this.varint();
    const end = this.at + length;
    if (end > this.end) this.failed = true;
    return end;
  }

  /** A text of one kind; none, and failed, where it is not ASCII or was refused. */
  text(known: KnownTexts): string {
    const end = this.lengthEnd();
    const text = this.failed ? undefined : known.read(this.bytes, this.at, end);
    if (text === undefined) this.failed = true;
    this.at = end;
    return text ?? '';
  }

  double(): number {
    const { bytes, at } = this;
    for (let index = 0; index < 8; index += 1) scratchBytes[index] = bytes[at + index] ?? 0;
    this.at = at + 8;
    if (this.at > this.end) this.failed = true;
    return scratch[0] ?? 0;
  }
}
