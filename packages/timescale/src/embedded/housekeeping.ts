import type pg from 'pg';

/** `checkpoint` is rewritten every few seconds: its dead rows are freed as often as that pays. */
export async function vacuumCheckpoints(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ there: boolean }>(
    `select to_regclass('checkpoint') is not null as there`,
  );
  if (rows[0]?.there === true) await client.query('vacuum checkpoint');
}

/** A refresh replaces the rows of a bucket. */
export async function vacuumTrends(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select format('%I.%I', materialization_hypertable_schema, materialization_hypertable_name) as name
     from timescaledb_information.continuous_aggregates`,
  );
  for (const { name } of rows) await client.query(`vacuum ${name}`);
}

/**
 * Analyses what has doubled since it was analysed last: a chunk meets this some ten times in its life. Without
 * statistics the refresh of an hour took seconds instead of a fifth of one.
 */
export async function refreshStatistics(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select oid::regclass::text as name from pg_class
     where relkind = 'r' and relnamespace in ('public'::regnamespace, '_timescaledb_internal'::regnamespace)
       and pg_relation_size(oid) / 8192 > 2 * relpages + 8`,
  );
  for (const { name } of rows) await client.query(`analyze ${name}`);
}
