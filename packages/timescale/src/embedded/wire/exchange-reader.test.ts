import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExchangeReader } from './exchange-reader.ts';
import { simpleQuery } from './messages.ts';

function message(type: string, payload: Uint8Array = new Uint8Array(0)): Buffer {
  const header = Buffer.alloc(5);
  header.write(type);
  header.writeInt32BE(payload.byteLength + 4, 1);
  return Buffer.concat([header, payload]);
}

const inside = fc
  .tuple(fc.constantFrom('P', 'B', 'D', 'E', 'C'), fc.uint8Array({ maxLength: 300 }))
  .map(([type, payload]) => message(type, payload));
const ending = fc
  .tuple(fc.constantFrom('S', 'Q', 'H'), fc.uint8Array({ maxLength: 30 }))
  .map(([type, payload]) => message(type, payload));
const exchange = fc
  .tuple(fc.array(inside, { maxLength: 6 }), ending)
  .map(([messages, last]) => [...messages, last]);

function read(chunks: readonly Buffer[]): { bytes: string; offsets: readonly number[] }[] {
  const reader = new ExchangeReader();
  const found = [];
  for (const chunk of chunks) {
    reader.push(chunk);
    for (let next = reader.next(); next !== undefined; next = reader.next()) {
      if (next === 'terminate') throw new Error('no terminate was sent');
      found.push({ bytes: next.bytes.toString('hex'), offsets: next.offsets });
    }
  }
  return found;
}

describe('exchanges read from a connection', () => {
  it('do not depend on how the bytes are split into chunks', () => {
    fc.assert(
      fc.property(
        fc.array(exchange, { minLength: 1, maxLength: 5 }),
        fc.infiniteStream(fc.nat(200)),
        (sent, cuts) => {
          const all = Buffer.concat(sent.flat());
          const chunks: Buffer[] = [];
          for (let at = 0; at < all.byteLength;) {
            const size = 1 + (cuts.next().value as number);
            chunks.push(all.subarray(at, at + size));
            at += size;
          }
          expect(read(chunks)).toEqual(
            sent.map((messages) => ({
              bytes: Buffer.concat(messages).toString('hex'),
              offsets: messages.map((_, index) => Buffer.concat(messages.slice(0, index)).byteLength),
            })),
          );
        },
      ),
    );
  });

  it('leave out the input of a COPY that was refused', () => {
    const query = simpleQuery('select 1');
    const sent = Buffer.concat([message('d', Buffer.from('1,2\n')), message('c'), query]);
    expect(read([sent])).toEqual([{ bytes: query.toString('hex'), offsets: [0] }]);
  });

  it("end with the client's Terminate", () => {
    const reader = new ExchangeReader();
    reader.push(message('X'));
    expect(reader.next()).toBe('terminate');
  });

  it.each([-1, 3, 2 ** 31 - 1])('are refused at a length of %d bytes', (length) => {
    const reader = new ExchangeReader();
    const header = Buffer.alloc(5, 'Q');
    header.writeInt32BE(length, 1);
    reader.push(header);
    expect(() => reader.next()).toThrow(RangeError);
  });
});
