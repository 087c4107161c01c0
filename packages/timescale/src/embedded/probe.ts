import pg from 'pg';

export interface Probe {
  /** Whether the server answers a statement that costs nothing. False after `limitMs`. */
  responds(): Promise<boolean>;
  close(): void;
}

/** Asks a server again and again whether it answers, over one connection of its own. */
export function createProbe(connectionString: string, limitMs = 2000): Probe {
  let client: pg.Client | undefined;

  function discard(): void {
    // A connection that is stuck is cut off; one that is idle says goodbye.
    void client?.end().catch(() => undefined);
    client = undefined;
  }

  async function connected(): Promise<pg.Client> {
    if (client !== undefined) return client;
    const opened = new pg.Client({
      connectionString,
      application_name: 'probe',
      connectionTimeoutMillis: limitMs,
      query_timeout: limitMs,
    });
    opened.on('error', discard);
    client = opened;
    await opened.connect();
    return opened;
  }

  return {
    async responds() {
      try {
        await (await connected()).query('select 1');
        return true;
      } catch {
        discard();
        return false;
      }
    },
    close: discard,
  };
}
