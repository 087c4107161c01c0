import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { patientId, type AlarmId } from '@beatwatch/contracts';
import { openDatabase, type Database, type StoredDelivery } from '@beatwatch/timescale';
import { databaseForTests, type TestDatabase } from '@beatwatch/timescale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const beatwatch = fileURLToPath(new URL('../../bin/beatwatch.mjs', import.meta.url));

let server: TestDatabase;
let database: Database;
beforeAll(async () => {
  server = await databaseForTests();
  database = openDatabase({ connectionString: server.connectionString });
  await database.repositories.deliveries.add(
    ['one', 'two'].map((deliveryId) => ({
      deliveryId,
      receiver: 'pager',
      alarmId: `p-1/asystole/${deliveryId}` as AlarmId,
      patientId: patientId('p-1'),
      change: {},
    })),
  );
  await database.repositories.deliveries.failed('one', 'HTTP status 400', undefined);
});
afterAll(async () => {
  await database.close();
  await server.stop();
});

const command = (...words: string[]): Promise<{ code: number; stdout: string; stderr: string }> =>
  new Promise((resolve) => {
    const env = { ...process.env, DATABASE_URL: server.connectionString };
    execFile(process.execPath, [beatwatch, 'deliveries', ...words], { env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });

describe('the commands for deliveries', () => {
  it('list what was given up, and send it again', async () => {
    const listed = await command('list', '--state', 'dead', '--json');
    expect(listed.code, listed.stderr).toBe(0);
    const { receivers, deliveries } = JSON.parse(listed.stdout) as {
      receivers: object[];
      deliveries: StoredDelivery[];
    };
    expect(receivers).toMatchObject([{ receiver: 'pager', waiting: 1, dead: 1 }]);
    expect(deliveries).toMatchObject([{ deliveryId: 'one', attempts: 1, failure: 'HTTP status 400' }]);

    const retried = await command('retry', 'one', 'two');
    expect([retried.code, retried.stdout]).toEqual([1, '1 to be sent again\n']);
    expect(retried.stderr).toContain('unknown, or waiting already: two');
    expect(await database.repositories.deliveries.list({ state: 'waiting', limit: 9 })).toHaveLength(2);

    const unclear = await command('retry');
    expect([unclear.code, unclear.stderr]).toEqual([
      2,
      expect.stringContaining('expected ids of deliveries'),
    ]);
  });
});
