import { describe, expect, it } from 'vitest';
import { asTimescaleError, TimescaleError } from './errors.ts';

function failure(code: string, message = 'as the server put it'): Error {
  return Object.assign(new Error(message), { code });
}

describe('the package error of a failure of the database', () => {
  it.each([
    ['ECONNREFUSED', 'connection', true],
    ['57P01', 'connection', true],
    ['08006', 'connection', true],
    ['40P01', 'overloaded', true],
    ['53300', 'overloaded', true],
    ['53100', 'overloaded', true],
    ['58030', 'overloaded', true],
    ['23505', 'constraint', false],
    ['42P01', 'statement', false],
    ['22P02', 'value', false],
    ['22021', 'value', false],
    ['54000', 'value', false],
    ['XX000', 'internal', false],
    ['42P01', 'statement', false],
  ])('takes %s for %s, retryable: %s', (code, expected, retryable) => {
    expect(asTimescaleError('beats.write', failure(code))).toMatchObject({ code: expected, retryable });
  });

  it.each([
    'Connection terminated unexpectedly',
    'timeout exceeded when trying to connect',
    'Query read timeout',
  ])('takes "%s", which has no code, for a lost connection', (message) => {
    expect(asTimescaleError('beats.write', new Error(message))).toMatchObject({
      code: 'connection',
      retryable: true,
    });
  });

  it('names the operation and keeps the cause', () => {
    const cause = failure('42P01', 'relation "beat" does not exist');
    const error = asTimescaleError('beats.write', cause);
    expect(error.message).toBe('beats.write: relation "beat" does not exist');
    expect(error.cause).toBe(cause);
    expect(error.context).toMatchObject({ doing: 'beats.write', sqlState: '42P01' });
  });

  it('returns a TimescaleError unchanged', () => {
    const own = new TimescaleError('no', { code: 'migration' });
    expect(asTimescaleError('migrate', own)).toBe(own);
  });
});
