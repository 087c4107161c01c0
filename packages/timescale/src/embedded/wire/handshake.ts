import { createHash, timingSafeEqual } from 'node:crypto';
import { refusalMessage } from '@beatwatch/contracts';
import { frontend, passwordRequest, requestCodes } from './messages.ts';

export type HandshakeStep =
  | { readonly kind: 'reply'; readonly bytes: Buffer }
  /** The client may send statements; `rest` holds the bytes that it has sent already. */
  | { readonly kind: 'open'; readonly rest: Buffer }
  | { readonly kind: 'cancel'; readonly processId: number; readonly secret: number }
  | { readonly kind: 'refuse'; readonly sqlState: string; readonly reason: string };

const maxMessageBytes = 10_000;
const noEncryption = Buffer.from('N');

/**
 * The server's side of the start of a connection: no encryption, a password in clear text, since the server listens on this
 * machine only, and any name of user and database, since there is one database.
 */
export class Handshake {
  readonly #password: string;
  #bytes: Buffer = Buffer.alloc(0);
  #askedForPassword = false;

  constructor(password: string) {
    this.#password = password;
  }

  push(chunk: Buffer): void {
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
  }

  /** The next step; undefined until more bytes arrive. */
  next(): HandshakeStep | undefined {
    return this.#askedForPassword ? this.#readPassword() : this.#readRequest();
  }

  /** @param lengthAt offset of the message's length, which includes itself */
  #message(lengthAt: number, minLength: number): Buffer | 'malformed' | undefined {
    if (this.#bytes.byteLength < lengthAt + 4) return undefined;
    const length = this.#bytes.readInt32BE(lengthAt);
    if (length < minLength || length > maxMessageBytes) return 'malformed';
    if (this.#bytes.byteLength < lengthAt + length) return undefined;
    const message = this.#bytes.subarray(0, lengthAt + length);
    this.#bytes = this.#bytes.subarray(lengthAt + length);
    return message;
  }

  #readRequest(): HandshakeStep | undefined {
    const message = this.#message(0, 8);
    if (message === undefined) return undefined;
    if (message === 'malformed') return refused('08P01', 'expected the first message of a PostgreSQL client');
    const code = message.readInt32BE(4);
    if (code === requestCodes.ssl || code === requestCodes.gssEncryption) {
      return { kind: 'reply', bytes: noEncryption };
    }
    if (code === requestCodes.cancel && message.byteLength >= 16) {
      return { kind: 'cancel', processId: message.readInt32BE(8), secret: message.readInt32BE(12) };
    }
    // Every 3.x client speaks 3.0.
    if (code >> 16 !== requestCodes.protocol3 >> 16) {
      const found = `${code >> 16}.${code & 0xffff}`;
      return refused('08P01', refusalMessage({ field: 'protocol', found, expected: '3.0' }));
    }
    this.#askedForPassword = true;
    return { kind: 'reply', bytes: passwordRequest };
  }

  #readPassword(): HandshakeStep | undefined {
    const message = this.#message(1, 5);
    if (message === undefined) return undefined;
    if (message === 'malformed' || message[0] !== frontend.password) {
      return refused('08P01', 'expected a password message');
    }
    const found = message.toString('utf8', 5, message.byteLength - 1);
    if (!timingSafeEqual(digest(found), digest(this.#password))) {
      return refused('28P01', 'password authentication failed');
    }
    return { kind: 'open', rest: this.#bytes };
  }
}

function refused(sqlState: string, reason: string): HandshakeStep {
  return { kind: 'refuse', sqlState, reason };
}

function digest(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
