import { patientId, topics, type PatientId } from '@beatwatch/contracts';
import { buildGateway } from '@beatwatch/gateway';
import type { ClientToServerEvents, ServerToClientEvents, Snapshot, Tick } from '@beatwatch/live-protocol';
import { decodeWaveforms } from '@beatwatch/live-protocol';
import { createLogger } from '@beatwatch/service-kit';
import { demoSession, SessionTokens } from '@beatwatch/service-kit/session';
import { createInProcessStream, type MessageStream, type Producer } from '@beatwatch/stream';
import { openDatabase, type Database, type WaveformChunk } from '@beatwatch/timescale';
import { databaseForTests, type TestDatabase } from '@beatwatch/timescale/testing';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { GET } from '../../apps/dashboard/src/app/api/patients/route.ts';
import type { PatientsResponse } from '../../apps/dashboard/src/server/responses.ts';
import { alarm, packet } from '../../apps/gateway/src/test-messages.ts';
import { createEffects } from '../../apps/ingest/src/effects.ts';

const secret = 's'.repeat(32);
const tokens = new SessionTokens(secret);
const old = 50_000;
const oldIds = Array.from({ length: old }, (_, index) => patientId(`old-${index}`));
const live = ['live-1', 'live-2', 'live-3'].map(patientId);
const [returning, withAlarm] = oldIds as [PatientId, PatientId];

/** A database that has seen many patients: what a page and the gateway make of it. */
describe('fifty thousand patients of earlier years', () => {
  let server: TestDatabase;
  let database: Database;
  let stream: MessageStream;
  let producer: Producer;
  let store: ReturnType<typeof createEffects>;
  /** How many patients each answer to the gateway had. */
  const replies: number[] = [];

  const chunk = (id: PatientId): WaveformChunk => ({
    patientId: id,
    deviceId: `dev-${id}` as WaveformChunk['deviceId'],
    lead: 'II',
    firstSampleTimeUs: Date.now() * 1000,
    samplingRateHz: 250,
    microvoltsPerCount: 1,
    samples: new Int16Array(250),
  });
  const signalOf = (ids: readonly PatientId[]): Promise<void> =>
    store({ chunks: ids.map(chunk), gaps: [], observations: [], deadLetters: [] });
  const page = async (): Promise<{ readonly ids: readonly PatientId[]; readonly bytes: number }> => {
    const cookie = `${tokens.cookieName}=${await tokens.forCookie(demoSession())}`;
    const text = await (
      await GET(new Request('http://localhost/api/patients', { headers: { cookie } }))
    ).text();
    const { patients } = JSON.parse(text) as PatientsResponse;
    return { ids: patients.map(({ patientId: id }) => id), bytes: text.length };
  };

  beforeAll(async () => {
    server = await databaseForTests();
    database = openDatabase(server);
    const { repositories, pool } = database;
    await repositories.patients.upsert(
      [...oldIds, ...live].map((id) => ({ patientId: id, displayName: `Name of ${id}`, ward: 'B2' })),
    );
    await pool.query("update patient set seen_at = now() - interval '8 days'");
    await repositories.alarms.write([{ ...alarm('active'), patientId: withAlarm }]);
    vi.stubEnv('DATABASE_URL', server.connectionString);
    vi.stubEnv('BEATWATCH_SECRET', secret);
    vi.stubEnv('SIGN_IN', 'demo');
    stream = createInProcessStream();
    producer = await stream.producer();
    store = createEffects(repositories, producer);
    await signalOf(live);
  });
  afterAll(async () => {
    // Files share a process: the next one would take this database for a server of its own.
    vi.unstubAllEnvs();
    await stream.stop();
    await database.close();
    await server.stop();
  });

  it('are not in the answer to a page, but those with a signal or an open alarm, and all are in the database', async () => {
    const { ids, bytes } = await page();
    expect(ids).toEqual([...live, withAlarm].toSorted());
    expect(bytes).toBeLessThan(1000);
    expect((await database.repositories.patients.find(returning))?.displayName).toBe(`Name of ${returning}`);
    const { rows } = await database.pool.query('select count(*)::int4 as count from patient');
    expect(rows).toEqual([{ count: old + live.length }]);
  });

  it('are not in the gateway, until one of them sends again: then at once, with the ward', async () => {
    const gateway = buildGateway({
      stream,
      logger: createLogger('gateway', 'silent'),
      secret,
      port: 0,
      tickMs: 20,
      refreshMs: 50,
      patients: async () => {
        const patients = await database.repositories.patients.list();
        replies.push(patients.length);
        return patients;
      },
    });
    await gateway.start();
    const token = await tokens.forSocket(demoSession());
    const socket: Socket<ServerToClientEvents, ClientToServerEvents> = io(
      `http://127.0.0.1:${gateway.port}`,
      {
        auth: { token },
        transports: ['websocket'],
        forceNew: true,
      },
    );
    const shown = new Set<string>();
    const take = ({ number, waveforms }: Snapshot | Tick): void => {
      for (const { patientId: id } of decodeWaveforms(waveforms)) shown.add(id);
      socket.emit('seen', number);
    };
    socket.on('snapshot', take).on('tick', take);
    const send = async (id: PatientId, index: number): Promise<void> => {
      await producer.send(topics.packets, [{ key: id, value: packet(id, index) }]);
      await signalOf([id]);
    };
    try {
      await expect.poll(() => replies.length).toBeGreaterThan(2);
      expect(Math.max(...replies)).toBe(live.length + 1);
      await new Promise<void>((resolve) => {
        socket.emit('subscribe', 'ward:B2', () => {
          resolve();
        });
      });
      let index = 0;
      await expect
        .poll(async () => {
          for (const id of live) await send(id, index);
          index += 1;
          return [...shown].toSorted();
        })
        .toEqual(live.map(String).toSorted());
      const returnedMs = performance.now();
      await expect
        .poll(async () => {
          await send(returning, index);
          index += 1;
          return shown.has(returning);
        })
        .toBe(true);
      console.log(`back in the ward's room after ${(performance.now() - returnedMs).toFixed(0)} ms`);
      expect((await page()).ids).toEqual([...live, returning, withAlarm].toSorted());
    } finally {
      socket.disconnect();
      await gateway.stop();
    }
  });

  it('are bounded in an answer even where all are of this week: who has an alarm or sent last is in it', async () => {
    await database.pool.query(
      "update patient set seen_at = now() - interval '1 day' where patient_id like 'old-%'",
    );
    await signalOf(live);
    expect((await page()).ids).toHaveLength(5000);
    const few = await database.repositories.patients.list({ limit: 4 });
    expect(few.map(({ patientId: id }) => id)).toEqual([...live, withAlarm].toSorted());
  });
});
