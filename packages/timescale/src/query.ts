import type pg from 'pg';
import { asTimescaleError } from './errors.ts';

/** What goes to the server: Buffers travel in binary format, everything else as text. */
export type Parameter = string | number | boolean | Buffer | undefined;

/**
 * Runs one statement and returns its rows.
 *
 * Statements are never named: that would pay one round trip less of parsing, and the connections of the embedded
 * server share one session.
 *
 * @param doing - repository and function, for errors
 */
export type Query = <Row extends pg.QueryResultRow = never>(
  doing: string,
  text: string,
  parameters?: readonly Parameter[],
) => Promise<readonly Row[]>;

export function queryOn(pool: pg.Pool): Query {
  return async <Row extends pg.QueryResultRow>(
    doing: string,
    text: string,
    parameters: readonly Parameter[] = [],
  ) => {
    try {
      const result = await pool.query<Row>(text, [...parameters]);
      return result.rows;
    } catch (cause) {
      throw asTimescaleError(doing, cause);
    }
  };
}
