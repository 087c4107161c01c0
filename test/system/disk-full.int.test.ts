import { setTimeout as delay } from 'node:timers/promises';
import { isTechnical } from '@beatwatch/contracts';
import type { MessageStream } from '@beatwatch/stream';
import type { Database } from '@beatwatch/timescale';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { JudgedPatients } from '../stack/judged-patients.ts';
import { scripted } from '../stack/packets.ts';
import type { RunningStack } from '../stack/running-stack.ts';
import { SmallDisk } from '../stack/small-disk.ts';
import { startWatchedStack, type WatchedStack } from '../stack/watched-stack.ts';

const patients = [1, 2].map((seed) => scripted(`disk-${seed}`, seed, []));
const ids = patients.map(({ patientId }) => patientId);
const limitMs = 120_000;
const disk = await SmallDisk.create(1000);

/** The disk of the data folder fills up while patients are watched. Each test builds on the one before. */
describe.skipIf('skip' in disk)('the stack on a disk that fills up', () => {
  const small = disk as SmallDisk;
  let stack: RunningStack;
  let stream: MessageStream;
  let database: Database;
  let watched: WatchedStack;
  let judged: JudgedPatients;
  let startedMs: number;

  beforeAll(async () => {
    watched = await startWatchedStack({ dataDir: small.path, patients });
    ({ stack, database, stream, startedMs } = watched);
    judged = await JudgedPatients.start(stream, ids);
    await judged.again(startedMs, limitMs);
  });

  afterAll(async () => {
    small.freeAll();
    await judged.stop();
    await watched.stop();
    await small.remove();
  });

  const range = () => ({ patientId: ids[0]!, fromUs: (startedMs - 60_000) * 1000, toUs: Date.now() * 1000 });
  const chunks = async (): Promise<number> => (await database.repositories.waveforms.read(range())).length;
  const post = (): Promise<Response> =>
    fetch(`${stack.info.ingestUrl}/v1/packets`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        patientId: 'disk-http',
        deviceId: 'd-1',
        lead: 'II',
        sequence: 0,
        samplingRateHz: 250,
        lastSampleTimeUs: Date.now() * 1000,
        microvoltsPerCount: 5,
        samples: [1, 2, 3],
      }),
    });
  const prints = (text: string) => expect.poll(() => stack.printed, { timeout: 60_000 }).toContain(text);

  it('keeps what it has written for its own user', async () => {
    const { findWidePaths } = await import('../stack/wide-paths.ts');
    expect(await findWidePaths(small.path)).toEqual([]);
  });

  it('warns first, then stores no waveforms, while patients are judged', async () => {
    small.leaveFree(200);
    await prints('nearly full, 0.2 of 1.0 GiB are free: make room');
    small.leaveFree(100);
    await prints('waveforms are no longer stored');
    // Some were in hand.
    const storedWhileJudging = async (): Promise<number> => {
      const before = await chunks();
      await judged.again(Date.now(), limitMs);
      return (await chunks()) - before;
    };
    await expect.poll(storedWhileJudging, { timeout: limitMs }).toBe(0);
    expect((await post()).status).toBe(202);
  });

  it('refuses packets over HTTP before the database has no space, and judges whom it can', async () => {
    small.leaveFree(40);
    await prints('no packets are taken over HTTP');
    const refused = await post();
    expect([refused.status, Number(refused.headers.get('retry-after')) <= 30]).toEqual([507, true]);
    await judged.again(Date.now(), limitMs);
  });

  it('goes on by itself within a minute after the last byte was taken and space is free again', async () => {
    small.leaveFree(0);
    await delay(20_000);
    const stopped = stack.printed.match(/ended unexpectedly/g)?.length ?? 0;
    const freedMs = Date.now();
    small.freeAll();
    const seconds = await judged.again(freedMs, limitMs);
    console.log(`free space: judged after ${seconds.toFixed(1)} s; ${stopped} parts had ended`);
    await expect.poll(async () => (await post()).status, { timeout: 60_000 }).toBe(202);
    const before = await chunks();
    await expect.poll(chunks, { timeout: 60_000 }).toBeGreaterThan(before);
    const alarms = await database.repositories.alarms.list({ limit: 100 });
    const ours = alarms.filter(({ patientId }) => ids.includes(patientId));
    expect(ours.filter(({ kind }) => isTechnical(kind)).map(({ kind }) => kind)).toEqual([]);
    await watched.stopPatients();
    const counts = () => database.repositories.scores.counts(range());
    await expect
      .poll(async () => (await counts()).beatsStored - (await counts()).beatsScored, { timeout: 60_000 })
      .toBe(0);
    expect((await counts()).beatsScoredTwice).toBe(0);
    expect((await counts()).beatsScored).toBeGreaterThan((Date.now() - startedMs) / 1000);
  });
});
