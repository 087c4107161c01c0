import type pg from 'pg';
import { textColumn } from '../columns.ts';
import type { BackupRow, BackupSection } from './backup-file.ts';
import type { Relation } from './catalog.ts';
import { BackupError } from './errors.ts';
import { quoted } from './pages.ts';

/** A statement carries this many characters at most, or one group of rows. */
const statementCharacters = 4_000_000;
const statementRows = 2000;

/** Inserts the rows of one section. COPY would be quicker, but the embedded server has none. */
export class RowLoader {
  readonly #client: pg.ClientBase;
  readonly #statement: string;
  readonly #columns: number;
  #waiting: BackupRow[] = [];
  #characters = 0;

  /** @throws BackupError `damaged` where the section has a column that the relation lacks */
  constructor(client: pg.ClientBase, relation: Relation, section: BackupSection) {
    this.#client = client;
    this.#columns = section.columns.length;
    const names = section.columns.map(quoted).join(', ');
    const types = section.columns.map((name) => {
      const column = relation.columns.find((candidate) => candidate.name === name);
      if (column !== undefined) return column.type;
      throw new BackupError(`the backup has a column ${section.name}.${name}, which its schema lacks`, {
        code: 'damaged',
      });
    });
    const values = section.columns.map((name, index) => `value.${quoted(name)}::${types[index] ?? 'text'}`);
    const arrays = section.columns.map((_, index) => `$${index + 1}::text[]`);
    this.#statement = `insert into ${relation.relation} (${names}) overriding system value
      select ${values.join(', ')} from unnest(${arrays.join(', ')}) as value(${names})`;
  }

  async add(rows: readonly BackupRow[]): Promise<void> {
    for (const row of rows) {
      this.#waiting.push(row);
      for (const value of row) this.#characters += value?.length ?? 0;
      if (this.#characters >= statementCharacters || this.#waiting.length >= statementRows)
        await this.flush();
    }
  }

  async flush(): Promise<void> {
    const rows = this.#waiting;
    if (rows.length === 0) return;
    this.#waiting = [];
    this.#characters = 0;
    const columns = Array.from({ length: this.#columns }, (_, index) =>
      textColumn(rows.map((row) => row[index] ?? undefined)),
    );
    await this.#client.query(this.#statement, columns);
  }
}

/** Identity and serial columns go on after the highest restored value. */
export async function setSequences(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ sequence: string; column: string; relation: string }>(
    `select pg_get_serial_sequence(attrelid::regclass::text, attname) as sequence,
       format('%I', attname) as column, attrelid::regclass::text as relation
     from pg_attribute join pg_class on pg_class.oid = attrelid
     where relnamespace = 'public'::regnamespace and relkind = 'r' and attnum > 0 and not attisdropped
       and pg_get_serial_sequence(attrelid::regclass::text, attname) is not null`,
  );
  for (const { sequence, column, relation } of rows) {
    await client.query(
      `select setval($1, highest) from (select max(${column}) as highest from ${relation}) as rows
       where highest is not null`,
      [sequence],
    );
  }
}
