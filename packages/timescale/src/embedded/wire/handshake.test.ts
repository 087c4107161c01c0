import { describe, expect, it } from 'vitest';
import { Handshake } from './handshake.ts';
import { requestCodes } from './messages.ts';

function request(code: number, ...payload: readonly number[]): Buffer {
  const bytes = Buffer.alloc(8 + 4 * payload.length);
  [bytes.byteLength, code, ...payload].forEach((value, index) => bytes.writeInt32BE(value, 4 * index));
  return bytes;
}

function password(value: string): Buffer {
  const bytes = Buffer.from(`p....${value}\0`);
  bytes.writeInt32BE(bytes.byteLength - 1, 1);
  return bytes;
}

function stepsOf(sent: Buffer): unknown[] {
  const handshake = new Handshake('secret');
  const steps: unknown[] = [];
  for (const byte of sent) {
    handshake.push(Buffer.from([byte]));
    for (let step = handshake.next(); step !== undefined; step = handshake.next()) {
      steps.push(step.kind === 'reply' ? step.bytes.toString('latin1')[0] : step);
      if (step.kind !== 'reply') return steps;
    }
  }
  return steps;
}

describe('the opening of a connection', () => {
  it('declines encryption, asks for the password and opens', () => {
    const sent = Buffer.concat([
      request(requestCodes.gssEncryption),
      request(requestCodes.ssl),
      request(requestCodes.protocol3, 0),
      password('secret'),
    ]);
    expect(stepsOf(sent)).toEqual(['N', 'N', 'R', { kind: 'open', rest: Buffer.alloc(0) }]);
  });

  it('refuses a wrong password', () => {
    const sent = Buffer.concat([request(requestCodes.protocol3, 0), password('guess')]);
    expect(stepsOf(sent)).toEqual(['R', expect.objectContaining({ kind: 'refuse', sqlState: '28P01' })]);
  });

  it('accepts a cancel request, which has a secret of its own, without the password', () => {
    expect(stepsOf(request(requestCodes.cancel, 7, 99))).toEqual([
      { kind: 'cancel', processId: 7, secret: 99 },
    ]);
  });

  it('refuses requests that no PostgreSQL client sends', () => {
    expect(stepsOf(Buffer.from('GET / HTTP/1.1\r\n'))).toEqual([
      expect.objectContaining({ kind: 'refuse', sqlState: '08P01' }),
    ]);
  });
});
