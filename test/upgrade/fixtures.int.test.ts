import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deserialize } from 'node:v8';
import { patientId, topics } from '@beatwatch/contracts';
import { PatientMonitor } from '@beatwatch/patient-monitor';
import { openModels } from '@beatwatch/scorer';
import { openDatabase } from '@beatwatch/timescale';
import { checkBackup, restoreFolder } from '@beatwatch/timescale/backup';
import { spawnEmbeddedTimescale } from '@beatwatch/timescale/embedded';
import { migrate } from '@beatwatch/timescale/migrate';
import { describe, expect, it } from 'vitest';

/*
 * Back-ups that earlier versions have written, named by the last migration of their schema: `npm run upgrade-test --
 * --from COMMIT --backup FILE` makes one. Each holds a small ward of three: one quiet, one with a ventricular tachycardia
 * that somebody labelled and set a threshold for, one who went away.
 */
const folder = fileURLToPath(new URL('fixtures/', import.meta.url));

describe('a back-up of an earlier version', () => {
  it.each(readdirSync(folder))('%s is restored, migrated and read', async (name) => {
    const path = join(folder, name);
    const parent = await mkdtemp(join(tmpdir(), 'beatwatch-fixture-'));
    try {
      const contents = await checkBackup(path);
      expect(contents.migrations.at(-1)).toBe(name.replace('.jsonl.gz', ''));
      // Counts every row of every table before retention may touch what is old.
      await restoreFolder({ databaseFolder: join(parent, 'db'), path, contents });
      const server = await spawnEmbeddedTimescale({ dataDir: join(parent, 'db') });
      const database = openDatabase({ connectionString: server.connectionString });
      try {
        expect((await migrate(server.connectionString)).applied).toEqual([]);
        const { alarms, checkpoints, patients, thresholds } = database.repositories;
        expect((await patients.list()).length).toBeGreaterThanOrEqual(3);
        const open = await alarms.list({ openOnly: true, limit: 100 });
        const tachycardia = open.find(({ kind }) => kind === 'ventricular-tachycardia');
        expect(open.map(({ kind }) => kind)).toContain('no-data');
        expect(await alarms.labels(tachycardia!.alarmId)).toMatchObject([
          { label: 'true', actor: 'Nurse K.', episode: expect.any(Number) as number },
        ]);
        expect((await alarms.history(tachycardia!.alarmId)).length).toBeGreaterThan(0);
        expect(await thresholds.inForce(patientId('ventricular-1'))).toMatchObject({ value: 3.25 });

        const { models, dispose } = await openModels({
          SCORER_THREADS: 1,
          SCORER_PRECISION: 'float32',
          SCORER_MAX_BATCH: 32,
          SCORER_MAX_WAIT_MS: 20,
        });
        const states = (
          await Promise.all(
            [0, 1, 2, 3, 4, 5].map((partition) =>
              checkpoints.read({ processor: 'scorer', topic: topics.beats, partition }),
            ),
          )
        ).flat();
        expect(states.map(({ patientId: id }) => id).sort()).toEqual([
          'disconnected-1',
          'sinus-1',
          'ventricular-1',
        ]);
        for (const { patientId: id, state } of states) {
          const { reached: _, ...stored } = deserialize(state) as Record<string, unknown>;
          expect(PatientMonitor.restore({ beats: models }, id, undefined, stored), id).toBeDefined();
        }
        await dispose();
      } finally {
        await database.close();
        await server.stop();
      }
    } finally {
      await rm(parent, { recursive: true, force: true });
    }
  });
});
