import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { PatientId } from '@beatwatch/contracts';
import type { FleetPatient } from '@beatwatch/simulator';
import type { Database } from '@beatwatch/timescale';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { beatwatch } from '../stack/command.ts';
import { scripted } from '../stack/packets.ts';
import { temporaryDataDir } from '../stack/running-stack.ts';
import { startWatchedStack, type WatchedStack } from '../stack/watched-stack.ts';

const sinus = scripted('sinus-1', 1, []);
const ventricular = scripted('ventricular-1', 2, [{ kind: 'ventricular-run', atSeconds: 45, beats: 14 }]);
const disconnected = scripted('disconnected-1', 4, [{ kind: 'drop-out', atSeconds: 20, forSeconds: 3600 }]);

/** A ward that is moved to another folder: backed up while it is watched, restored, and watched on. */
describe('a stack that is backed up and restored', () => {
  let dataDir: Awaited<ReturnType<typeof temporaryDataDir>>;
  let restoredDir: Awaited<ReturnType<typeof temporaryDataDir>>;
  let running: Ward | undefined;

  beforeAll(async () => {
    dataDir = await temporaryDataDir({ isMigrated: true });
    restoredDir = await temporaryDataDir();
  });

  afterAll(async () => {
    await running?.stop();
    await dataDir.remove();
    await restoredDir.remove();
  });

  it('goes on with what it learned, its open alarms, and every beat once', async () => {
    running = await Ward.open(dataDir.path, [sinus, ventricular, disconnected]);
    const { repositories } = running.database;
    await expect
      .poll(async () => (await running!.newestScore(sinus.patientId))?.threshold, { timeout: 120_000 })
      .toBeGreaterThan(0);
    await expect
      .poll(() => running!.openKinds(ventricular.patientId), { timeout: 60_000 })
      .toContain('ventricular-tachycardia');
    expect(await running.openKinds(disconnected.patientId)).toEqual(['no-data']);
    await repositories.thresholds.set({
      patientId: ventricular.patientId,
      value: 3.25,
      actor: 'Nurse K.',
      timeUs: Date.now() * 1000,
    });

    const live = await backup(dataDir.path, 'live');
    expect(live.rows['beat_score']).toBeGreaterThan(100);
    const learned = await running.newestScore(sinus.patientId);
    const openBefore = await repositories.alarms.list({ openOnly: true, limit: 100 });
    await running.stop();
    running = undefined;

    // At rest, so that one backup can be compared with the backup of what was restored from it.
    const atRest = await backup(dataDir.path, 'at-rest');
    const restored = await beatwatch(restoredDir.path, 'restore', atRest.file, '--json');
    expect(restored.code, restored.stderr).toBe(0);
    const again = await backup(restoredDir.path, 'again');
    expect(rowsIn(await readFile(again.file))).toEqual(rowsIn(await readFile(atRest.file)));
    const refused = await beatwatch(restoredDir.path, 'restore', live.file, '--json');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('holds a database already');

    running = await Ward.open(restoredDir.path, [sinus, ventricular]);
    const restartedUs = Date.now() * 1000;
    await expect
      .poll(async () => (await running!.newestScore(sinus.patientId))?.beatTimeUs, { timeout: 60_000 })
      .toBeGreaterThan(restartedUs);
    const first = await running.firstScoreSince(sinus.patientId, restartedUs);
    // Learned before the back-up: a patient who begins anew has none for the first minute.
    expect(first!.threshold! / learned!.threshold!).toBeCloseTo(1, 0);
    const openAfter = await running.database.repositories.alarms.list({ openOnly: true, limit: 100 });
    expect(openAfter.map(({ alarmId }) => alarmId)).toEqual(
      expect.arrayContaining(openBefore.map(({ alarmId }) => alarmId)),
    );
    expect(await running.scoredTwice()).toBe(0);
    expect(await running.database.repositories.thresholds.inForce(ventricular.patientId)).toMatchObject({
      value: 3.25,
      actor: 'Nurse K.',
    });
  }, 400_000);

  async function backup(folder: string, name: string) {
    const out = join(dataDir.path, `${name}.jsonl.gz`);
    const { code, stdout, stderr } = await beatwatch(folder, 'backup', '--out', out, '--json');
    expect(code, stderr).toBe(0);
    return JSON.parse(stdout) as { file: string; rows: Record<string, number> };
  }
});

/** Everything but the header, which has the time, and the checksum. */
function rowsIn(file: Buffer): string[] {
  return gunzipSync(file).toString().split('\n').slice(1, -2);
}

/** A running stack, the patients who send to it, and what is stored of them. */
class Ward {
  readonly #watched: WatchedStack;

  private constructor(watched: WatchedStack) {
    this.#watched = watched;
  }

  static async open(dataDir: string, patients: readonly FleetPatient[]): Promise<Ward> {
    return new Ward(await startWatchedStack({ dataDir, patients }));
  }

  get database(): Database {
    return this.#watched.database;
  }

  async newestScore(patientId: PatientId) {
    const range = { patientId, fromUs: 0, toUs: Date.now() * 1000 + 60e6 };
    return (await this.database.repositories.scores.recent(range, 1))[0];
  }

  async firstScoreSince(patientId: PatientId, fromUs: number) {
    const range = { patientId, fromUs, toUs: Date.now() * 1000 + 60e6 };
    return (await this.database.repositories.scores.recent(range, 1000)).at(-1);
  }

  async openKinds(patientId: PatientId): Promise<string[]> {
    const alarms = await this.database.repositories.alarms.list({ patientId, openOnly: true, limit: 10 });
    return alarms.map(({ kind }) => kind);
  }

  async scoredTwice(): Promise<number> {
    const { rows } = await this.database.pool.query<{ twice: number }>(
      `select count(*) as twice from (
         select from beat_score group by patient_id, beat_time, lead having count(*) > 1) as rows`,
    );
    return rows[0]!.twice;
  }

  stop(): Promise<void> {
    return this.#watched.stop();
  }
}
