import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { modelVersion } from '@beatwatch/contracts';
import { openDatabase, type Database } from '@beatwatch/timescale';
import { databaseForTests, type TestDatabase } from '@beatwatch/timescale/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';

const beatwatch = fileURLToPath(new URL('../../bin/beatwatch.mjs', import.meta.url));
/** Nothing listens there. */
const nowhere = 'http://127.0.0.1:9';

let server: TestDatabase;
let database: Database;
beforeAll(async () => {
  server = await databaseForTests();
  database = openDatabase({ connectionString: server.connectionString });
});
afterAll(async () => {
  await database.close();
  await server.stop();
});

const models = (words: readonly string[], mlflow: string) =>
  new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const env = { ...process.env, DATABASE_URL: server.connectionString, MLFLOW_TRACKING_URI: mlflow };
    execFile(process.execPath, [beatwatch, 'models', ...words], { env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });

it(
  'a promotion stands where MLflow cannot be reached, and says what it has missed',
  { timeout: 180_000 },
  async () => {
    const version = modelVersion('lstm-ae-16-0123456789ab');
    await database.repositories.models.register({
      version,
      manifest: {},
      fingerprint: 'f',
      folder: `registry/${version}`,
      baseVersion: version,
      jobId: '00000000-0000-4000-8000-000000000000',
    });
    const promoted = await models(['promote', version, '--because', 'of the test'], nowhere);
    expect(promoted).toMatchObject({ code: 0 });
    expect(promoted.stdout).toContain(`champion is now ${version}`);
    expect(promoted.stderr).toContain(
      `not all could be sent to MLflow: MLflow at ${nowhere} cannot be reached`,
    );
    expect(promoted.stderr).toContain('"beatwatch models publish" tries again');

    const published = await models(['publish'], nowhere);
    expect(published).toMatchObject({ code: 1, stdout: '' });
    expect(published.stderr).toContain('cannot be reached');
    expect(await models(['publish'], '')).toMatchObject({
      code: 2,
      stderr:
        'beatwatch: MLFLOW_TRACKING_URI: found nothing, expected the address of an MLflow server (usage)\n',
    });
  },
);
