import type { Database } from '@beatwatch/timescale';
import type PgBoss from 'pg-boss';

export type Pool = Database['pool'];

/**
 * Runs pg-boss's statements on our pool.
 *
 * Those without values may be several, with a transaction around them: where one fails, the connection is rolled back before
 * the pool gets it again, since the embedded server's only session would wait in the open transaction.
 */
export const bossStatements = (pool: Pool): PgBoss.Db => ({
  async executeSql(text: string, values?: readonly unknown[]) {
    if (values !== undefined) return pool.query(text, [...values]);
    const client = await pool.connect();
    try {
      return await client.query(text);
    } catch (error) {
      await client.query('rollback').catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  },
});
