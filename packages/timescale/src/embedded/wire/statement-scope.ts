import type { Exchange } from './exchange-reader.ts';
import { closeStatement, frontend, syncMessage } from './messages.ts';

export interface ScopedExchange {
  readonly bytes: Uint8Array;
  /** True where the response begins with a ParseComplete that the client did not ask for. */
  readonly reparsed: boolean;
  /** True where the session's unnamed statement belongs to this connection, or to none, afterwards. */
  readonly takesUnnamed: boolean;
}

const kindStatement = 0x53;

/**
 * Keeps the prepared statements of one connection apart from those of the others, which share one session: names get
 * the connection's prefix, and the unnamed statement is parsed again where another connection has replaced it.
 */
export class StatementScope {
  readonly #prefix: string;
  readonly #names = new Set<string>();
  #unnamedParse: Buffer | undefined;

  /** @param connection number of the connection, unique among the open ones */
  constructor(connection: number) {
    this.#prefix = `c${connection}_`;
  }

  /**
   * An exchange as the session may run it.
   * @param ownsUnnamed whether the session's unnamed statement was set by this connection
   */
  enter({ bytes, offsets }: Exchange, ownsUnnamed: boolean): ScopedExchange {
    let reparsed = false;
    let takesUnnamed = false;
    const pieces: Uint8Array[] = [];
    let copied = 0;
    for (const [index, offset] of offsets.entries()) {
      const end = offsets[index + 1] ?? bytes.byteLength;
      const type = bytes[offset];
      if (type === frontend.query) {
        this.#unnamedParse = undefined;
        takesUnnamed = true;
        continue;
      }
      const nameAt = statementNameAt(bytes, offset);
      if (nameAt === undefined) continue;
      if (bytes[nameAt] !== 0) {
        pieces.push(bytes.subarray(copied, offset), this.#renamed(bytes, offset, nameAt, end));
        copied = end;
      } else if (type === frontend.parse) {
        this.#unnamedParse = Buffer.from(bytes.subarray(offset, end));
        takesUnnamed = true;
      } else if (!ownsUnnamed && !takesUnnamed && this.#unnamedParse !== undefined) {
        pieces.unshift(this.#unnamedParse);
        reparsed = true;
        takesUnnamed = true;
      }
    }
    if (pieces.length === 0) return { bytes, reparsed, takesUnnamed };
    return { bytes: Buffer.concat([...pieces, bytes.subarray(copied)]), reparsed, takesUnnamed };
  }

  /** Messages that free the connection's named statements; undefined without any. */
  cleanup(): Buffer | undefined {
    if (this.#names.size === 0) return undefined;
    return Buffer.concat([...[...this.#names].map(closeStatement), syncMessage]);
  }

  #renamed(bytes: Buffer, offset: number, nameAt: number, end: number): Buffer {
    const nameEnd = bytes.indexOf(0, nameAt);
    const name = this.#prefix + bytes.toString('utf8', nameAt, nameEnd);
    if (bytes[offset] === frontend.parse) this.#names.add(name);
    if (bytes[offset] === frontend.close) this.#names.delete(name);
    const renamed = Buffer.concat([
      bytes.subarray(offset, nameAt),
      Buffer.from(name),
      bytes.subarray(nameEnd, end),
    ]);
    renamed.writeInt32BE(renamed.byteLength - 1, 1);
    return renamed;
  }
}

/** Offset of the name of a prepared statement in a message; undefined without one. */
function statementNameAt(bytes: Buffer, offset: number): number | undefined {
  switch (bytes[offset]) {
    case frontend.parse:
      return offset + 5;
    case frontend.bind:
      return bytes.indexOf(0, offset + 5) + 1;
    case frontend.describe:
    case frontend.close:
      return bytes[offset + 5] === kindStatement ? offset + 6 : undefined;
    default:
      return undefined;
  }
}
