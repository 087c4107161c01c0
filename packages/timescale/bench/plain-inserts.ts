import type pg from 'pg';
import type { BenchTable, PlainColumn } from './tables.ts';

/* The peers: what a program on `pg` writes without thinking of the wire. */

const wireType = (column: PlainColumn<never>): string => (column.type === 'time' ? 'int8' : column.type);
const asColumn = (column: PlainColumn<never>, value: string): string =>
  column.type === 'time' ? `'epoch'::timestamptz + ${value} * interval '1 microsecond'` : value;

/** One statement a row, values as text. */
export async function insertRowByRow<Row>(
  pool: pg.Pool,
  { name, columns }: BenchTable<Row>,
  rows: readonly Row[],
): Promise<void> {
  const values = columns.map((column, index) => asColumn(column, `$${index + 1}::${wireType(column)}`));
  const statement = `insert into ${name} (${columns.map((column) => column.name).join(', ')})
    values (${values.join(', ')}) on conflict do nothing`;
  for (const row of rows) {
    await pool.query(
      statement,
      columns.map((column) => column.value(row)),
    );
  }
}

/** One statement a batch, with the arrays that `pg` makes of JavaScript arrays: text, bytes as hex digits. */
export async function insertTextArrays<Row>(
  pool: pg.Pool,
  { name, columns }: BenchTable<Row>,
  rows: readonly Row[],
): Promise<void> {
  const arrays = columns.map((column, index) => `$${index + 1}::${wireType(column)}[]`);
  const values = columns.map((column) => asColumn(column, column.name));
  await pool.query(
    `insert into ${name} (${columns.map((column) => column.name).join(', ')})
     select ${values.join(', ')} from unnest(${arrays.join(', ')}) as r(${columns.map((column) => column.name).join(', ')})
     on conflict do nothing`,
    columns.map((column) => rows.map((row) => column.value(row))),
  );
}
