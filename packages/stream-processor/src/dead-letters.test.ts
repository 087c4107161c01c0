import { createHash } from 'node:crypto';
import { ContractError, decodeDeadLetter, topics } from '@beatwatch/contracts';
import type { ReceivedMessage } from '@beatwatch/stream';
import { describe, expect, it } from 'vitest';
import { deadLetter, deadLetterMessages, readBatch } from './dead-letters.ts';

const message = (fields: Partial<ReceivedMessage>): ReceivedMessage => ({
  offset: 7,
  key: Buffer.from('p-1'),
  value: Buffer.from('junk'),
  timestampMs: 0,
  ...fields,
});
const batchOf = (...messages: readonly ReceivedMessage[]) => ({
  topic: topics.packets,
  partition: 3,
  messages,
});
const refused = new ContractError(
  { field: 'lead', found: '""', expected: 'a name' },
  { code: 'invalid-field' },
);

describe('a dead letter', () => {
  it('of a small message holds it whole', () => {
    const one = message({});
    expect(deadLetter(batchOf(one), one, refused, 1e15)).toMatchObject({
      topic: topics.packets,
      partition: 3,
      offset: '7',
      field: 'lead',
      key: Buffer.from('p-1'),
      payload: Buffer.from('junk'),
    });
  });

  it.each([
    ['value', { value: Buffer.alloc(1_000_000, 'junk') }],
    ['key', { key: Buffer.alloc(900_000, 'k') }],
  ])('of a message with a %s of a megabyte is small, and says how to find it', (_name, fields) => {
    const one = message(fields);
    const longReason = new ContractError('r'.repeat(1_000_000), { code: 'undecodable' });
    const [sent] = deadLetterMessages([deadLetter(batchOf(one), one, longReason, 1e15)]);
    expect(sent?.key).toBe('ecg.packets.v1/3/7');
    expect(sent?.value.byteLength).toBeLessThan(68_000);
    const letter = decodeDeadLetter(sent!.value);
    expect(letter.original).toEqual({
      keyBytes: one.key.byteLength,
      payloadBytes: one.value.byteLength,
      payloadSha256: new Uint8Array(createHash('sha256').update(one.value).digest()),
    });
    expect(Buffer.from(one.value).subarray(0, letter.payload.byteLength)).toEqual(
      Buffer.from(letter.payload),
    );
  });

  it('names an error of our own as unexpected', () => {
    const one = message({});
    const letter = deadLetter(batchOf(one), one, new TypeError('x is not a function'), 1e15);
    expect(letter).toMatchObject({ code: 'unexpected', reason: 'TypeError: x is not a function' });
  });
});

describe('a batch', () => {
  it('is read past messages that its decoder refuses or stumbles over, and past a damaged one', () => {
    const decode = (bytes: Uint8Array): string => {
      const text = Buffer.from(bytes).toString();
      if (text === 'bad') throw refused;
      if (text === 'odd') throw new RangeError('our own');
      return text;
    };
    const values = ['good', 'bad', 'odd', 'good'].map((text, offset) =>
      message({ offset, value: Buffer.from(text) }),
    );
    const damaged = message({ offset: 4, value: Buffer.from('good'), damaged: 'no gzip' });
    const { good, bad } = readBatch(batchOf(...values, damaged), decode, 1e15);
    expect(good.map((read) => read.message.offset)).toEqual([0, 3]);
    expect(bad.map(({ offset, code }) => [offset, code])).toEqual([
      ['1', 'invalid-field'],
      ['2', 'unexpected'],
      ['4', 'undecodable'],
    ]);
  });
});
