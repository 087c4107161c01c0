import type pg from 'pg';
import type { BackupSection } from './backup-file.ts';

/** A table or the stored rows of a trend, as the database's catalog describes it. */
export interface Relation {
  readonly section: Exclude<BackupSection['section'], 'file'>;
  /** Of the table or the view. */
  readonly name: string;
  /** Quoted, with its schema: where the rows are. */
  readonly relation: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** Columns that tell a row from every other. */
  readonly key: readonly string[];
  /** Of a hypertable: its time, and the ranges of its chunks, oldest first. */
  readonly time?: { readonly column: string; readonly chunks: readonly TimeChunk[] };
}

interface TimeChunk {
  readonly from: string;
  readonly to: string;
}

interface RelationRow {
  readonly section: Relation['section'];
  readonly name: string;
  readonly relation: string;
  readonly columns: Relation['columns'];
  readonly key: readonly string[] | null;
  readonly time_column: string | null;
  readonly chunks: readonly TimeChunk[] | null;
}

/** Set by each migration; the header of a backup has it. */
const migrationTable = 'schema_migration';

/**
 * Everything that belongs to a backup: every table of the schema `public`, so that a table of a later migration is not
 * forgotten, and every trend. Generated columns are left out.
 */
export async function relationsOf(client: pg.ClientBase): Promise<readonly Relation[]> {
  const { rows } = await client.query<RelationRow>(
    `with relation as (
       select 'table' as section, class.relname::text as name, class.oid, null::text[] as key
       from pg_class as class
       where class.relnamespace = 'public'::regnamespace and class.relkind = 'r' and class.relname <> $1
         and not exists (
           select from pg_depend where objid = class.oid and classid = 'pg_class'::regclass and deptype = 'e')
       union all
       select 'trend', view_name::text,
         format('%I.%I', materialization_hypertable_schema, materialization_hypertable_name)::regclass::oid,
         array['patient_id', 'model_version', 'bucket']
       from timescaledb_information.continuous_aggregates
     )
     select section, name, format('%I.%I', class.relnamespace::regnamespace::text, class.relname) as relation,
       (select json_agg(json_build_object('name', attname, 'type', format_type(atttypid, atttypmod)) order by attnum)
        from pg_attribute
        where attrelid = relation.oid and attnum > 0 and not attisdropped and attgenerated = '') as columns,
       to_json(coalesce(key, (
         select array_agg(attname::text order by array_position(indkey::int2[], attnum))
         from pg_index join pg_attribute on attrelid = indrelid and attnum = any(indkey::int2[])
         where indrelid = relation.oid and indisprimary))) as key,
       (select column_name::text from timescaledb_information.dimensions as dimension
        where format('%I.%I', dimension.hypertable_schema, dimension.hypertable_name)::regclass = relation.oid
          and dimension.dimension_number = 1) as time_column,
       (select json_agg(json_build_object('from', range_start::text, 'to', range_end::text) order by range_start)
        from timescaledb_information.chunks as chunk
        where format('%I.%I', chunk.hypertable_schema, chunk.hypertable_name)::regclass = relation.oid) as chunks
     from relation join pg_class as class on class.oid = relation.oid
     order by section, name`,
    [migrationTable],
  );
  return rows.map(({ section, name, relation, columns, key, time_column: column, chunks }) => {
    if (key === null) throw new Error(`table ${name} has no primary key: its rows cannot be read in pages`);
    return {
      section,
      name,
      relation,
      columns,
      key,
      ...(column !== null && { time: { column, chunks: chunks ?? [] } }),
    };
  });
}

/** Names of the migrations that the database has, in order; none where it was never migrated. */
export async function appliedMigrations(client: pg.ClientBase): Promise<readonly string[]> {
  const { rows: found } = await client.query<{ exists: boolean }>(
    'select to_regclass($1) is not null as exists',
    [`public.${migrationTable}`],
  );
  if (found[0]?.exists !== true) return [];
  const { rows } = await client.query<{ name: string }>(
    `select name from public.${migrationTable} order by id`,
  );
  return rows.map(({ name }) => name);
}

/** The tables that hold rows. */
export async function filledTables(client: pg.ClientBase): Promise<readonly string[]> {
  const filled: string[] = [];
  for (const { section, name, relation } of await relationsOf(client)) {
    if (section !== 'table') continue;
    const { rows } = await client.query<{ filled: boolean }>(
      `select exists (select from ${relation}) as filled`,
    );
    if (rows[0]?.filled === true) filled.push(name);
  }
  return filled;
}
