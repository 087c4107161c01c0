import { BeatwatchError } from '@beatwatch/contracts';

/**
 * - `connection`: the database cannot be reached or went away; retryable.
 * - `overloaded`: the database responds but cannot do the work now (too many connections, deadlock); retryable.
 * - `constraint`: a row breaks a rule of the schema.
 * - `value`: the database refuses a value: an unknown character, a number out of range, a row that is too large.
 * - `internal`: the database failed at a statement for a reason of its own, which the values may have caused.
 * - `statement`: the database refused a statement: a missing table, a wrong type.
 * - `migration`: the schema could not be brought up to date.
 * - `no-timescaledb`: the server has no TimescaleDB extension.
 * - `embedded`: the embedded server did not start, or another one holds its data.
 */
export type TimescaleErrorCode =
  | 'connection'
  | 'overloaded'
  | 'constraint'
  | 'value'
  | 'internal'
  | 'statement'
  | 'migration'
  | 'no-timescaledb'
  | 'embedded';

export class TimescaleError extends BeatwatchError<TimescaleErrorCode> {}

const connectionErrnos = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);
// `pg` gives these errors no code.
const connectionMessages =
  /connection terminated|connection timeout|timeout exceeded when trying to connect|not queryable|client was closed|query read timeout/i;

/** Classes of SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html */
function classify(code: string, message: string): { code: TimescaleErrorCode; retryable: boolean } {
  // 08 connection exception, 57P shutdown of the server or its start, 25P03 idle in transaction
  if (/^(08...|57P0[1-5]|25P03)$/.test(code)) return { code: 'connection', retryable: true };
  // 40 transaction rollback (deadlock, serialization), 53 insufficient resources, 55P03 lock, 57014 cancelled, 58030 I/O
  if (/^(40...|53...|55P03|57014|58030)$/.test(code)) return { code: 'overloaded', retryable: true };
  if (code.startsWith('23')) return { code: 'constraint', retryable: false };
  // 21 cardinality violation, 22 data exception, 44 check option, 54 program limit exceeded
  if (/^(21|22|44|54)...$/.test(code)) return { code: 'value', retryable: false };
  // XX000 internal error, P0 raised by a function, 0A feature not supported, TS of TimescaleDB
  if (/^(XX000|P0...|0A...|TS...)$/.test(code)) return { code: 'internal', retryable: false };
  if (connectionErrnos.has(code) || connectionMessages.test(message)) {
    return { code: 'connection', retryable: true };
  }
  return { code: 'statement', retryable: false };
}

function stringField(cause: unknown, name: string): string | undefined {
  if (typeof cause !== 'object' || cause === null) return undefined;
  const value = (cause as Record<string, unknown>)[name];
  return typeof value === 'string' ? value : undefined;
}

/**
 * Wraps an error of `pg`. The database's detail stays in `cause`, since it may quote a patient's row.
 *
 * @param doing the operation, e.g. `beats.write`
 */
export function asTimescaleError(doing: string, cause: unknown): TimescaleError {
  if (cause instanceof TimescaleError) return cause;
  const sqlState = stringField(cause, 'code') ?? '';
  const message = cause instanceof Error ? cause.message : String(cause);
  const { code, retryable } = classify(sqlState, message);
  return new TimescaleError(`${doing}: ${message === '' ? sqlState : message}`, {
    code,
    retryable,
    context: {
      doing,
      sqlState: sqlState === '' ? undefined : sqlState,
      constraint: stringField(cause, 'constraint'),
      table: stringField(cause, 'table'),
    },
    cause,
  });
}
