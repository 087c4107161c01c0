import { refusalMessage } from '@beatwatch/contracts';
import { frontend } from './messages.ts';

/** Frontend messages that belong together: up to a Sync or a simple Query, or up to a Flush within them. */
export interface Exchange {
  readonly bytes: Buffer;
  /** Offsets of the messages within `bytes`. */
  readonly offsets: readonly number[];
}

const maxMessageBytes = 256 * 1024 * 1024;
const noBytes = Buffer.alloc(0);

function endsExchange(type: number): boolean {
  return (
    type === frontend.sync ||
    type === frontend.query ||
    type === frontend.flush ||
    type === frontend.functionCall
  );
}

function isCopyInput(type: number): boolean {
  return type === frontend.copyData || type === frontend.copyDone || type === frontend.copyFail;
}

/**
 * Splits the bytes of one connection into exchanges. Bytes are joined once a message, not once a chunk, and an exchange is a
 * view of them.
 */
export class ExchangeReader {
  #buffer: Buffer = noBytes;
  #later: Buffer[] = [];
  #laterBytes = 0;
  /** Where the next unread message begins in `#buffer`. */
  #at = 0;
  #offsets: number[] = [];

  push(chunk: Buffer): void {
    this.#later.push(chunk);
    this.#laterBytes += chunk.byteLength;
  }

  /**
   * The next complete exchange; `terminate` where the client ends the connection; undefined until more bytes arrive.
   *
   * @throws RangeError for the length of a message out of range
   */
  next(): Exchange | 'terminate' | undefined {
    for (;;) {
      if (!this.#has(this.#at + 5)) return undefined;
      const type = this.#buffer[this.#at] ?? 0;
      const length = this.#buffer.readInt32BE(this.#at + 1);
      if (length < 4 || length > maxMessageBytes) {
        throw new RangeError(
          refusalMessage({
            field: 'message length',
            found: length,
            expected: `4 to ${maxMessageBytes} bytes`,
          }),
        );
      }
      const end = this.#at + 1 + length;
      if (!this.#has(end)) return undefined;
      if (this.#offsets.length === 0) {
        if (type === frontend.terminate) return 'terminate';
        // Input of a COPY that was refused: PostgreSQL ignores it as well.
        if (isCopyInput(type)) {
          this.#drop(end);
          continue;
        }
      }
      this.#offsets.push(this.#at);
      this.#at = end;
      if (endsExchange(type)) return this.#take();
    }
  }

  /** Joins the received bytes only when there are enough. */
  #has(bytes: number): boolean {
    if (this.#buffer.byteLength >= bytes) return true;
    if (this.#buffer.byteLength + this.#laterBytes < bytes) return false;
    this.#buffer =
      this.#buffer.byteLength === 0 && this.#later.length === 1
        ? (this.#later[0] ?? noBytes)
        : Buffer.concat([this.#buffer, ...this.#later]);
    this.#later = [];
    this.#laterBytes = 0;
    return true;
  }

  #take(): Exchange {
    const exchange = { bytes: this.#buffer.subarray(0, this.#at), offsets: this.#offsets };
    this.#offsets = [];
    this.#drop(this.#at);
    return exchange;
  }

  #drop(end: number): void {
    this.#buffer = end === this.#buffer.byteLength ? noBytes : this.#buffer.subarray(end);
    this.#at = 0;
  }
}
