import type pg from 'pg';
import { asTimescaleError } from './errors.ts';

/** A parameter of a statement: a Buffer is sent in binary format, everything else as text. */
export type Parameter = string | number | boolean | Buffer | undefined;

/**
 * Runs one statement and returns its rows.
 *
 * Statements are not named: names would save little parsing, and the connections of the embedded server share one session.
 *
 * @param doing repository and function, for errors
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
