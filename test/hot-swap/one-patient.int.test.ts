import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { wearableModelDirectory } from '@beatwatch/adaptation';
import {
  decodePacket,
  modelVersion,
  patientId,
  topics,
  type AlarmEvent,
  type ModelVersion,
  type PatientId,
} from '@beatwatch/contracts';
import { beatsOf } from '@beatwatch/ecg';
import { buildIngest } from '@beatwatch/ingest';
import { loadModel } from '@beatwatch/model-core';
import { PatientLeads } from '@beatwatch/patient-signal';
import { buildScorer, openModels, type OpenModels } from '@beatwatch/scorer';
import { createLogger, createRegistry, type Service } from '@beatwatch/service-kit';
import { loadSignalModels } from '@beatwatch/signal-models';
import { createInProcessStream, type MessageStream } from '@beatwatch/stream';
import { openDatabase, type Database, type StoredScore } from '@beatwatch/timescale';
import { databaseForTests, type TestDatabase } from '@beatwatch/timescale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordedPackets, type LoggedPacket } from '../rescoring/recorded-packets.ts';
import { referenceFile } from '../stack/reference-data.ts';
import { rhythmModels, signalModels } from '../stack/signal-models.ts';

const seconds = 480;
const startUs = Math.floor(Date.now() / 60_000) * 60_000_000 - 3_600_000_000;
/** 5 s, and as much more as others take of the cores. */
const limitMs = (): number => 5000 * Math.max(1, loadavg()[0]! / availableParallelism());
/** The shipped weights under another name. */
const renamed = modelVersion('wearable-renamed');

describe('a patient who is given another model', () => {
  let server: TestDatabase;
  let database: Database;
  let stream: MessageStream;
  let opened: OpenModels;
  let folder: string;
  let trained: ModelVersion;
  let parts: Service[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'beatwatch-registry-'));
    const fold = wearableModelDirectory('0');
    trained = (await loadModel(fold)).manifest.version;
    await cp(fold, join(folder, trained), { recursive: true });
    await cp(wearableModelDirectory(), join(folder, renamed), { recursive: true });
    const manifest = join(folder, renamed, 'model.json');
    const { version } = JSON.parse(await readFile(manifest, 'utf8')) as { version: string };
    await writeFile(manifest, (await readFile(manifest, 'utf8')).replace(`"${version}"`, `"${renamed}"`));

    server = await databaseForTests();
    database = openDatabase({ connectionString: server.connectionString });
    stream = createInProcessStream();
    opened = await openModels({
      SCORER_REGISTRY_DIR: folder,
      SCORER_THREADS: 1,
      SCORER_PRECISION: 'float32',
      SCORER_MAX_BATCH: 32,
      SCORER_MAX_WAIT_MS: 0,
    });
    const { repositories } = database;
    const logger = createLogger('hot-swap', 'silent');
    const common = { stream, repositories, logger, checkpointMs: 200, batchMs: 0 };
    parts = [
      buildIngest({ ...common, signalModels: await loadSignalModels(), registry: createRegistry('ingest') }),
      buildScorer({ ...common, ...opened, rhythmModels, registry: createRegistry('scorer') }),
    ];
    for (const part of parts) await part.start();
  });
  afterAll(async () => {
    for (const part of parts.reverse()) await part.stop();
    await stream.stop();
    await opened.dispose();
    await database.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const scoresOf = async (patient: PatientId): Promise<readonly StoredScore[]> => {
    const range = { patientId: patient, fromUs: startUs - 60e6, toUs: startUs + 3600e6 };
    const scores = await database.repositories.scores.recent(range, 100_000);
    return [...scores].sort((a, b) => a.beatTimeUs - b.beatTimeUs);
  };
  const alarmsOf = async (patient: PatientId): Promise<object[]> => {
    const range = { patientId: patient, fromUs: startUs - 60e6, toUs: startUs + 3600e6 };
    const changes: readonly AlarmEvent[] = await database.repositories.alarms.changes(range);
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
  const send = async (patient: PatientId, packets: readonly LoggedPacket[]): Promise<void> => {
    const producer = await stream.producer();
    await producer.send(
      topics.packets,
      packets.map(({ value, arrivalMs }) => ({ key: patient, value, timestampMs: arrivalMs })),
    );
    await producer.stop();
  };

  /** Sends half of a record, gives the patient the model, sends the rest, and waits for the last beat's score. */
  async function followed(patient: PatientId, record: string, version?: ModelVersion): Promise<number> {
    const packets = await recordedPackets({ patientId: patient, record, startUs, seconds });
    const leads = new PatientLeads({ models: signalModels, preprocessing: 'r-window-88-microvolts' });
    const beats = packets.map(
      ({ value, arrivalMs }) =>
        beatsOf(leads.push(decodePacket(value), arrivalMs * 1000).observations).length,
    );
    const count = (of: readonly number[]): number => of.reduce((sum, one) => sum + one, 0);
    const half = Math.floor(packets.length / 2);
    await send(patient, packets.slice(0, half));
    const scored = async (): Promise<number> => (await scoresOf(patient)).length;
    await expect.poll(scored, { timeout: 60_000 }).toBe(count(beats.slice(0, half)));
    const assignedMs = performance.now();
    let swappedMs = assignedMs;
    if (version !== undefined) {
      await database.repositories.assignments.assign({
        scope: 'patient',
        target: patient,
        version,
        actor: 'test',
      });
      const { rows } = await waitForState(patient, version);
      expect(rows).toBe(1);
      swappedMs = performance.now();
    }
    await send(patient, packets.slice(half));
    await expect.poll(scored, { timeout: 60_000 }).toBe(count(beats));
    return swappedMs - assignedMs;
  }

  /** The swap is a change of the stored state. */
  async function waitForState(patient: PatientId, version: ModelVersion): Promise<{ readonly rows: number }> {
    const find = async (): Promise<number> => {
      const { rows } = await database.pool.query<{ found: number }>(
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
    const elapsedMs = await followed(patient, record, trained);
    console.log(`switched ${(elapsedMs / 1000).toFixed(1)} s after the assignment`);
    expect(elapsedMs).toBeLessThan(limitMs());

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
