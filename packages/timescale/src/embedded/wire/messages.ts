/*
 * The messages of PostgreSQL's frontend/backend protocol 3.0 that the multiplexer reads or writes itself:
 * https://www.postgresql.org/docs/17/protocol-message-formats.html
 */

export const requestCodes = {
  protocol3: 196_608,
  cancel: 80_877_102,
  ssl: 80_877_103,
  gssEncryption: 80_877_104,
} as const;

/** Type bytes of frontend messages. */
export const frontend = {
  bind: 0x42,
  close: 0x43,
  copyData: 0x64,
  copyDone: 0x63,
  copyFail: 0x66,
  describe: 0x44,
  execute: 0x45,
  flush: 0x48,
  functionCall: 0x46,
  parse: 0x50,
  password: 0x70,
  query: 0x51,
  sync: 0x53,
  terminate: 0x58,
} as const;

/** State of the session after an exchange: idle, in a transaction, in a failed transaction. */
export type TransactionStatus = 'I' | 'T' | 'E';

function message(type: string, ...parts: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(5);
  header.write(type, 0, 'latin1');
  header.writeInt32BE(4 + parts.reduce((bytes, part) => bytes + part.byteLength, 0), 1);
  return Buffer.concat([header, ...parts]);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function text(value: string): Buffer {
  return Buffer.from(`${value}\0`);
}

export const simpleQuery = (sql: string): Buffer => message('Q', text(sql));
export const syncMessage = message('S');
export const closeStatement = (name: string): Buffer => message('C', Buffer.from('S'), text(name));
export const copyRefusal = message(
  'f',
  text('COPY FROM STDIN is not supported by the embedded server: insert arrays with unnest instead'),
);

export const authenticationOk = message('R', int32(0));
export const passwordRequest = message('R', int32(3));
export const parameterStatus = (name: string, value: string): Buffer => message('S', text(name), text(value));
export const backendKeyData = (processId: number, secret: number): Buffer =>
  message('K', int32(processId), int32(secret));
export const readyForQuery = (status: TransactionStatus): Buffer => message('Z', Buffer.from(status));

/** @param sqlState https://www.postgresql.org/docs/17/errcodes-appendix.html */
export function errorResponse(severity: 'ERROR' | 'FATAL', sqlState: string, reason: string): Buffer {
  return message(
    'E',
    text(`S${severity}`),
    text(`V${severity}`),
    text(`C${sqlState}`),
    text(`M${reason}`),
    Buffer.from('\0'),
  );
}

/** The status at the end of a response; undefined where the backend expects more of the same exchange. */
export function closingStatus(response: Buffer): TransactionStatus | undefined {
  const at = response.byteLength - 6;
  if (at < 0 || response[at] !== 0x5a || response.readInt32BE(at + 1) !== 5) return undefined;
  const status = response.toString('latin1', at + 5);
  return status === 'T' || status === 'E' ? status : 'I';
}
