import pg from 'pg';
import { spawnEmbeddedTimescale } from '../embedded/index.ts';

/** What TimescaleDB's compression makes of a table. */
export interface Compression {
  readonly hypertable: string;
  /** Bytes of the chunks that were compressed, with indexes, before and after. */
  readonly beforeBytes: number;
  readonly afterBytes: number;
}

const hypertables = ['waveform', 'beat', 'beat_score', 'beat_shape', 'alarm_input'];

/**
 * Compresses the oldest chunk of each large table, which the policies would do only after hours, and says what it saves.
 * @param dataDir of an embedded database that nobody uses: a large chunk blocks it for a minute
 */
export async function compressOldest(dataDir: string): Promise<readonly Compression[]> {
  const server = await spawnEmbeddedTimescale({ dataDir });
  const client = new pg.Client({ connectionString: server.connectionString });
  await client.connect();
  try {
    const results: Compression[] = [];
    for (const hypertable of hypertables) {
      await client.query(
        'select compress_chunk(chunk) from show_chunks($1::regclass) as chunk order by chunk limit 1',
        [hypertable],
      );
      const { rows } = await client.query<{ before: number; after: number }>(
        `select before_compression_total_bytes::float8 as before, after_compression_total_bytes::float8 as after
         from hypertable_compression_stats($1::regclass) where after_compression_total_bytes is not null`,
        [hypertable],
      );
      results.push(
        ...rows.map(({ before, after }) => ({ hypertable, beforeBytes: before, afterBytes: after })),
      );
    }
    return results;
  } finally {
    await client.end();
    await server.stop();
  }
}
