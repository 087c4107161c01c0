import { setTimeout as delay } from 'node:timers/promises';
import { openDatabase, type Database } from '@beatwatch/timescale';
import type { RunningStack } from '../stack/running-stack.ts';

/** A database that goes away, and may come back at another address: a query waits for it, up to a limit. */
export class RestlessDatabase {
  readonly #stack: RunningStack;
  #open: { readonly url: string; readonly database: Database } | undefined;

  constructor(stack: RunningStack) {
    this.#stack = stack;
  }

  async query<Row extends Record<string, unknown>>(sql: string, limitMs = 180_000): Promise<readonly Row[]> {
    const end = Date.now() + limitMs;
    for (;;) {
      try {
        return await this.#once<Row>(sql);
      } catch (error) {
        if (Date.now() > end) throw error;
        await delay(250);
      }
    }
  }

  /** Undefined where the database does not answer within 2 s. */
  async tryQuery<Row extends Record<string, unknown>>(sql: string): Promise<readonly Row[] | undefined> {
    const late = delay(2000, undefined, { ref: false });
    return Promise.race([this.#once<Row>(sql).catch(() => undefined), late]);
  }

  async #once<Row extends Record<string, unknown>>(sql: string): Promise<readonly Row[]> {
    const { databaseUrl: url } = await this.#stack.now();
    if (this.#open?.url !== url) {
      void this.#open?.database.close().catch(() => undefined);
      this.#open = {
        url,
        database: openDatabase({ connectionString: url, applicationName: 'chaos', connectTimeoutMs: 2000 }),
      };
    }
    const { rows } = await this.#open.database.pool.query<Row>(sql);
    return rows;
  }

  async close(): Promise<void> {
    await this.#open?.database.close().catch(() => undefined);
  }
}
