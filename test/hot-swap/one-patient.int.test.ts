import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { wearableModelDirectory } from '@beatwatch/adaptation';
import {
  modelVersion,
  patientId,
  type AlarmEvent,
  type ModelVersion,
  type PatientId,
} from '@beatwatch/contracts';
import { loadModel } from '@beatwatch/model-core';
import type { StoredScore } from '@beatwatch/timescale';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { beatsFound, startJudgingParts, type JudgingParts } from '../stack/judging-parts.ts';
import { recordedPackets } from '../stack/recorded-packets.ts';
import { referenceFile } from '../stack/reference-data.ts';
import { renamedModel } from '../stack/renamed-model.ts';

const seconds = 480;
const startUs = Math.floor(Date.now() / 60_000) * 60_000_000 - 3_600_000_000;
/** What is left of 5 s beside waiting twice for a tick: assignments and swaps are looked for every second. */
const mostWorkMs = 3000;
/** Time on processors, which does not depend on who else uses them. */
const workMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
/** The shipped weights under another name. */
const renamed = modelVersion('wearable-renamed');

describe('a patient who is given another model', () => {
  let parts: JudgingParts;
  let folder: string;
  let trained: ModelVersion;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'beatwatch-registry-'));
    const fold = wearableModelDirectory('0');
    trained = (await loadModel(fold)).manifest.version;
    await cp(fold, join(folder, trained), { recursive: true });
    await renamedModel(folder, renamed);
    parts = await startJudgingParts({ registryDir: folder });
  });
  afterAll(async () => {
    await parts.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const scoresOf = async (patient: PatientId): Promise<readonly StoredScore[]> => {
    const range = { patientId: patient, fromUs: startUs - 60e6, toUs: startUs + 3600e6 };
    const scores = await parts.database.repositories.scores.recent(range, 100_000);
    return [...scores].sort((a, b) => a.beatTimeUs - b.beatTimeUs);
  };
  const alarmsOf = async (patient: PatientId): Promise<object[]> => {
    const range = { patientId: patient, fromUs: startUs - 60e6, toUs: startUs + 3600e6 };
    const changes: readonly AlarmEvent[] = await parts.database.repositories.alarms.changes(range);
    return changes
      .filter(({ kind }) => kind !== 'no-data')
      .map(({ kind, state, priority, timeUs, raisedTimeUs }) => ({
        kind,
        state,
        priority,
        timeUs,
        raisedTimeUs,
      }));
  };
  /**
   * Sends half of a record, gives the patient the model, sends the rest, and waits for the last beat's score.
   * @returns work from the assignment to the swap, milliseconds
   */
  async function followed(patient: PatientId, record: string, version?: ModelVersion): Promise<number> {
    const packets = await recordedPackets({ patientId: patient, record, startUs, seconds });
    const beats = beatsFound(packets);
    const count = (of: readonly number[]): number => of.reduce((sum, one) => sum + one, 0);
    const half = Math.floor(packets.length / 2);
    await parts.send(patient, packets.slice(0, half));
    const scored = async (): Promise<number> => (await scoresOf(patient)).length;
    await expect.poll(scored, { timeout: 60_000 }).toBe(count(beats.slice(0, half)));
    const assignedMs = workMs();
    let swappedMs = assignedMs;
    if (version !== undefined) {
      await parts.database.repositories.assignments.assign({
        scope: 'patient',
        target: patient,
        version,
        actor: 'test',
        reason: 'to follow the patient',
      });
      const { rows } = await waitForState(patient, version);
      expect(rows).toBe(1);
      swappedMs = workMs();
    }
    await parts.send(patient, packets.slice(half));
    await expect.poll(scored, { timeout: 60_000 }).toBe(count(beats));
    return swappedMs - assignedMs;
  }

  /** The swap is a change of the stored state. */
  async function waitForState(patient: PatientId, version: ModelVersion): Promise<{ readonly rows: number }> {
    const find = async (): Promise<number> => {
      const { rows } = await parts.database.pool.query<{ found: number }>(
        `select count(*) as found from checkpoint
         where processor = 'scorer' and patient_id = $1 and position($2::bytea in state) > 0`,
        [patient, Buffer.from(version)],
      );
      return rows[0]?.found ?? 0;
    };
    await expect.poll(find, { timeout: 20_000, interval: 50 }).toBe(1);
    return { rows: await find() };
  }

  it('is judged by it within 5 s, from one beat to the next, with thresholds of his own from the first on', async (context) => {
    const record = referenceFile(context, 'mitdb', '208.hea').replace('.hea', '');
    const patient = patientId('followed-208');
    const swapMs = await followed(patient, record, trained);
    console.log(`switched with ${(swapMs / 1000).toFixed(1)} s of work after the assignment`);
    expect(swapMs).toBeLessThan(mostWorkMs);

    const scores = await scoresOf(patient);
    const versions = [...new Set(scores.map(({ modelVersion: by }) => by))];
    expect(versions).toHaveLength(2);
    expect(versions[1]).toContain(trained);
    const beats = new Set(scores.map(({ beatTimeUs, lead }) => `${beatTimeUs} ${lead}`));
    expect(beats.size).toBe(scores.length);
    for (const { modelVersion: by, threshold, beatClass, late } of scores) {
      if (by !== versions[1] || late === true) continue;
      expect(threshold).toBeGreaterThan(1);
      expect(beatClass).toBeDefined();
    }
  });

  it.each(['208', '119'])('has the very alarms of record %s where the model is the same', async (name) => {
    const skip = () => undefined as never;
    const record = referenceFile({ skip }, 'mitdb', `${name}.hea`).replace('.hea', '');
    await followed(patientId(`still-${name}`), record);
    await followed(patientId(`renamed-${name}`), record, renamed);
    const alarms = await alarmsOf(patientId(`still-${name}`));
    expect(alarms.length).toBeGreaterThan(1);
    expect(await alarmsOf(patientId(`renamed-${name}`))).toEqual(alarms);
  });
});
