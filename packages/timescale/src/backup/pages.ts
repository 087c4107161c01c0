import type pg from 'pg';
import type { BackupRow } from './backup-file.ts';
import type { Relation } from './catalog.ts';

/** Rows of one statement: some megabytes at most. */
const pageRows = 2000;

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/**
 * The rows of a relation, each value as the database prints it. A page is found by an index: a hypertable is read chunk
 * by chunk, and within a chunk patient by patient where its key begins with the patient.
 *
 * @param before leaves out rows of this time and later
 */
export async function* pagesOf(
  client: pg.ClientBase,
  relation: Relation,
  before?: string,
): AsyncGenerator<readonly BackupRow[]> {
  const { time, key } = relation;
  if (time === undefined) {
    yield* pagesWhere(client, relation, [], key);
    return;
  }
  const ofTime = (operator: string, value: string): Condition => ({
    sql: (parameter) => `${quoted(time.column)} ${operator} ${parameter}::timestamptz`,
    value,
  });
  const limit = before === undefined ? [] : [ofTime('<', before)];
  for (const { from, to } of time.chunks) {
    const range = [ofTime('>=', from), ofTime('<', to), ...limit];
    const [first, ...rest] = key;
    if (first !== 'patient_id') {
      yield* pagesWhere(client, relation, range, key);
      continue;
    }
    const { text, values } = whereOf(range);
    const { rows } = await client.query<{ patient_id: string }>(
      `select distinct patient_id from ${relation.relation}${text} order by patient_id`,
      values,
    );
    for (const { patient_id: value } of rows) {
      const ofPatient = { sql: (parameter: string) => `patient_id = ${parameter}::text`, value };
      yield* pagesWhere(client, relation, [ofPatient, ...range], rest);
    }
  }
}

interface Condition {
  readonly sql: (parameter: string) => string;
  readonly value: string;
}

async function* pagesWhere(
  client: pg.ClientBase,
  { relation, columns }: Relation,
  conditions: readonly Condition[],
  order: readonly string[],
): AsyncGenerator<readonly BackupRow[]> {
  const selected = columns.map(({ name }) => `${quoted(name)}::text`).join(', ');
  const ordered = order.map(quoted).join(', ');
  const indexes = order.map((name) => columns.findIndex((column) => column.name === name));
  let last: BackupRow | undefined;
  for (;;) {
    const { text, values } = whereOf(conditions);
    const after = last === undefined ? [] : indexes.map((index) => last?.[index] ?? '');
    const parameters = indexes.map(
      (index, at) => `$${values.length + at + 1}::${columns[index]?.type ?? 'text'}`,
    );
    const beyond =
      last === undefined
        ? ''
        : `${text === '' ? ' where' : ' and'} (${ordered}) > (${parameters.join(', ')})`;
    const { rows } = await client.query<(string | null)[]>({
      // The relation has a name: an output column of the same name as an ordered one is text.
      text: `select ${selected} from ${relation} as source${text}${beyond} order by ${order
        .map((name) => `source.${quoted(name)}`)
        .join(', ')} limit ${pageRows}`,
      values: [...values, ...after],
      rowMode: 'array',
    });
    if (rows.length > 0) yield rows;
    if (rows.length < pageRows) return;
    last = rows.at(-1);
  }
}

function whereOf(conditions: readonly Condition[]): { text: string; values: string[] } {
  if (conditions.length === 0) return { text: '', values: [] };
  const text = conditions.map(({ sql }, index) => sql(`$${index + 1}`)).join(' and ');
  return { text: ` where ${text}`, values: conditions.map(({ value }) => value) };
}
