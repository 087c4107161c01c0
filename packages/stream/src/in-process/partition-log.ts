import { maxBatchMessages } from '../limits.ts';
import type { ReceivedMessage } from '../port.ts';

// Memory of a message beside its bytes: the object, two views and an element of the array.
const overheadBytes = 100;

export function sizeBytes(message: { readonly key: Uint8Array; readonly value: Uint8Array }): number {
  return message.key.byteLength + message.value.byteLength + overheadBytes;
}

/** The messages of one partition in memory, by offset; the oldest can be dropped. */
export class PartitionLog {
  #messages: ReceivedMessage[] = [];
  // Dropping moves this index; the array is cut only now and then, so that a drop does not copy it.
  #head = 0;
  #firstOffset = 0;
  #bytes = 0;

  get firstOffset(): number {
    return this.#firstOffset;
  }

  /** The offset that the next message gets. */
  get endOffset(): number {
    return this.#firstOffset + this.#messages.length - this.#head;
  }

  get bytes(): number {
    return this.#bytes;
  }

  append(key: Uint8Array, value: Uint8Array, timestampMs: number): void {
    const message = { offset: this.endOffset, key, value, timestampMs };
    this.#messages.push(message);
    this.#bytes += sizeBytes(message);
  }

  /** Messages from `offset` on, of `maxBytes` together at most, but at least one where there is one. */
  read(offset: number, maxBytes: number): readonly ReceivedMessage[] {
    const start = this.#head + Math.max(offset - this.#firstOffset, 0);
    let end = start;
    let bytes = 0;
    for (let message = this.#messages[end]; message !== undefined; message = this.#messages[end]) {
      bytes += sizeBytes(message);
      if (end > start && (bytes > maxBytes || end - start === maxBatchMessages)) break;
      end += 1;
    }
    return this.#messages.slice(start, end);
  }

  /** Drops the oldest messages before `offset` until the log holds `maxBytes` or less. */
  trim(offset: number, maxBytes: number): void {
    while (this.#bytes > maxBytes && this.#firstOffset < offset) {
      const message = this.#messages[this.#head];
      if (message === undefined) break;
      this.#bytes -= sizeBytes(message);
      this.#head += 1;
      this.#firstOffset += 1;
    }
    if (this.#head > 256 && this.#head * 4 > this.#messages.length) {
      this.#messages = this.#messages.slice(this.#head);
      this.#head = 0;
    }
  }
}
