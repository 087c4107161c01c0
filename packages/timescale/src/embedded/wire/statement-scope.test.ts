import { describe, expect, it } from 'vitest';
import { ExchangeReader, type Exchange } from './exchange-reader.ts';
import { StatementScope } from './statement-scope.ts';

function message(type: string, text: string): Buffer {
  const payload = Buffer.from(text);
  const header = Buffer.alloc(5);
  header.write(type);
  header.writeInt32BE(payload.byteLength + 4, 1);
  return Buffer.concat([header, payload]);
}

const parse = (name: string): Buffer => message('P', `${name}\0select 1\0\0\0`);
const bind = (name: string): Buffer => message('B', `\0${name}\0\0\0\0\0\0\0`);
const close = (name: string): Buffer => message('C', `S${name}\0`);
const sync = message('S', '');

function exchange(...messages: readonly Buffer[]): Exchange {
  const reader = new ExchangeReader();
  reader.push(Buffer.concat(messages));
  const found = reader.next();
  if (found === undefined || found === 'terminate') throw new Error('not a whole exchange');
  return found;
}

describe('the prepared statements of one connection', () => {
  it('get names that no other connection has', () => {
    const sent = exchange(parse('find'), bind('find'), close('find'), sync);
    const one = Buffer.from(new StatementScope(1).enter(sent, false).bytes);
    const two = Buffer.from(new StatementScope(2).enter(sent, false).bytes);
    expect(one).toEqual(Buffer.concat([parse('c1_find'), bind('c1_find'), close('c1_find'), sync]));
    expect(two).toEqual(Buffer.concat([parse('c2_find'), bind('c2_find'), close('c2_find'), sync]));
  });

  it('are freed when the connection closes, except those that it freed itself', () => {
    const scope = new StatementScope(3);
    scope.enter(exchange(parse('kept'), parse('freed'), close('freed'), sync), false);
    expect(scope.cleanup()).toEqual(Buffer.concat([close('c3_kept'), sync]));
    expect(new StatementScope(4).cleanup()).toBeUndefined();
  });

  it('leave an exchange without names unchanged and uncopied', () => {
    const sent = exchange(parse(''), bind(''), sync);
    expect(new StatementScope(1).enter(sent, false).bytes).toBe(sent.bytes);
  });

  it('include the unnamed one, which is parsed again where another connection replaced it', () => {
    const scope = new StatementScope(1);
    scope.enter(exchange(parse(''), sync), false);
    const later = exchange(bind(''), sync);
    expect(scope.enter(later, true)).toMatchObject({ bytes: later.bytes, reparsed: false });
    const again = scope.enter(later, false);
    expect(Buffer.from(again.bytes)).toEqual(Buffer.concat([parse(''), bind(''), sync]));
    expect(again.reparsed).toBe(true);
  });
});
