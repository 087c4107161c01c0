import type pg from 'pg';

interface ChunkSizes {
  hypertable: string;
  interval_ms: number;
  /** Largest of the newest chunks, bytes. */
  largest: number;
}

/** Chunks of the usual length, which a ward of a dozen patients fills well below the limit of compression. */
const usualMs: Readonly<Record<string, number>> = {
  waveform: 3_600_000,
  beat_shape: 3_600_000,
  alarm_input: 3_600_000,
  beat: 7_200_000,
  beat_score: 7_200_000,
  shadow_score: 7_200_000,
};
const shortestMs = 300_000;
/** Newest chunks that are looked at. */
const newest = 4;

/**
 * Halves the length of a table's chunks where the newest ones have grown beyond half of what can be compressed, and doubles
 * it again, up to the usual length, where they stay below an eighth. Chunks that exist keep their length.
 * @param mostBytes largest chunk that is compressed
 */
export async function fitChunkIntervals(client: pg.Client, mostBytes: number): Promise<void> {
  const { rows } = await client.query<ChunkSizes>(
    `select hypertable_name as hypertable, (extract(epoch from time_interval) * 1000)::float8 as interval_ms,
       (select coalesce(max(pg_total_relation_size(chunk)), 0)::float8 from (
          select format('%I.%I', chunk_schema, chunk_name)::regclass as chunk
          from timescaledb_information.chunks as chunks
          where chunks.hypertable_name = dimensions.hypertable_name and not is_compressed
          order by range_end desc limit ${newest}
        ) as newest_chunks) as largest
     from timescaledb_information.dimensions as dimensions
     where hypertable_name = any($1)`,
    [Object.keys(usualMs)],
  );
  for (const { hypertable, interval_ms: intervalMs, largest } of rows) {
    const usual = usualMs[hypertable] ?? intervalMs;
    const fitting =
      largest > mostBytes / 2
        ? Math.max(shortestMs, intervalMs / 2)
        : largest < mostBytes / 8
          ? Math.max(intervalMs, Math.min(usual, intervalMs * 2))
          : intervalMs;
    if (fitting === intervalMs) continue;
    await client.query(
      `select set_chunk_time_interval($1::regclass, $2::bigint * interval '1 millisecond')`,
      [hypertable, Math.round(fitting)],
    );
  }
}
