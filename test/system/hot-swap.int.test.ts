import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { modelVersion, type ModelVersion } from '@beatwatch/contracts';
import { createMulberryRandom } from '@beatwatch/statistics';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scripted } from '../stack/packets.ts';
import { renamedModel } from '../stack/renamed-model.ts';
import { temporaryDataDir } from '../stack/running-stack.ts';
import { startWatchedStack, type WatchedStack } from '../stack/watched-stack.ts';

const patients = Array.from({ length: 6 }, (_, index) => scripted(`swapped-${index}`, index + 1, []));
const ids = patients.map(({ patientId }) => patientId);
const swaps = 10;
const versionOf = (swap: number): ModelVersion => modelVersion(`swap-${swap}`);

describe('ten swaps of the model in a running stack, whose scorers are killed', () => {
  let dataDir: Awaited<ReturnType<typeof temporaryDataDir>>;
  let watched: WatchedStack;

  beforeAll(async () => {
    dataDir = await temporaryDataDir({ isMigrated: true });
    const registry = join(dataDir.path, 'models', 'registry');
    for (let swap = 1; swap <= swaps; swap += 1) await renamedModel(registry, versionOf(swap));
    watched = await startWatchedStack({ dataDir: dataDir.path, patients, args: ['--scorers', '2'] });
  });

  afterAll(async () => {
    await watched.stop();
    await dataDir.remove();
  });

  it('leave no beat unscored, and score none by two models', async () => {
    const { pool, repositories } = watched.database;
    const random = createMulberryRandom(3);
    const judgedBy = async (version: ModelVersion): Promise<number> => {
      const { rows } = await pool.query<{ found: number }>(
        `select count(distinct patient_id) as found from beat_score where split_part(model_version, '_', 1) = $1`,
        [version],
      );
      return rows[0]?.found ?? 0;
    };
    for (let swap = 1; swap <= swaps; swap += 1) {
      const version = versionOf(swap);
      for (const target of ids) {
        await repositories.assignments.assign({
          scope: 'patient',
          target,
          version,
          actor: 'test',
          reason: 'swap',
        });
      }
      await delay(random.next() * 3000);
      const victim = random.next() < 0.5 ? 'scorer' : 'scorer-2';
      // One that has just been killed is started again first.
      await expect
        .poll(async () => kill(await watched.stack.pidOf(victim)), { timeout: 60_000, interval: 50 })
        .toBe(true);
      await expect.poll(() => judgedBy(version), { timeout: 90_000, interval: 250 }).toBe(ids.length);
    }

    await watched.stopPatients();
    const range = { fromUs: watched.startedMs * 1000 - 60e6, toUs: Date.now() * 1000 + 60e6 };
    for (const patientId of ids) {
      const counts = () => repositories.scores.counts({ ...range, patientId });
      await expect
        .poll(async () => (await counts()).beatsStored - (await counts()).beatsScored, { timeout: 90_000 })
        .toBe(0);
      const { rows } = await pool.query<{ version: string; lead: string; beat_time: string }>(
        `select split_part(model_version, '_', 1) as version, lead, beat_time::text from beat_score
         where patient_id = $1 order by beat_time`,
        [patientId],
      );
      expect(new Set(rows.map(({ lead, beat_time: time }) => `${lead} ${time}`)).size).toBe(rows.length);
      const order = rows.map(({ version }) => Number(/^swap-(\d+)$/.exec(version)?.[1] ?? 0));
      expect(order).toEqual([...order].sort((a, b) => a - b));
      expect(new Set(order).size).toBe(swaps + 1);
    }
  }, 900_000);
});

/** @returns false where the process has been killed before and is not started again yet */
function kill(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    return false;
  }
}
