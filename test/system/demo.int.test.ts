import { setTimeout as delay } from 'node:timers/promises';
import { isAlive } from '@beatwatch/service-kit/process';
import { httpFace, httpFaceOf } from '@beatwatch/service-kit/testing';
import { decodeDeadLetter, isTechnical, patientId, topics } from '@beatwatch/contracts';
import { demoFleet } from '@beatwatch/simulator';
import { createKafkaStream } from '@beatwatch/stream';
import { openDatabase, type Database } from '@beatwatch/timescale';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserMissing, openBrowser } from '../stack/browser.ts';
import { beatwatch } from '../stack/command.ts';
import { referenceFile } from '../stack/reference-data.ts';
import { RunningStack, temporaryDataDir } from '../stack/running-stack.ts';

interface Counts {
  readonly patient: string;
  readonly beatsSent: number;
  readonly beatsStored: number;
  readonly beatsScored: number;
  readonly beatsScoredTwice: number;
  readonly agrees: boolean;
}

/** The demo as a newcomer meets it: one command, a browser, real parts. The tests build on one another. */
describe.skipIf(browserMissing)('the demo', () => {
  let dataDir: Awaited<ReturnType<typeof temporaryDataDir>>;
  let stack: RunningStack;
  let startedMs: number;
  let browser: Browser;
  let page: Page;
  let database: Database;

  beforeAll(async () => {
    dataDir = await temporaryDataDir();
    startedMs = Date.now();
    stack = await RunningStack.start(dataDir.path);
    database = openDatabase({ connectionString: stack.info.databaseUrl, applicationName: 'system-test' });
    browser = await openBrowser();
    page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
  });

  afterAll(async () => {
    await browser.close();
    await database.close();
    await stack.interrupt();
    await dataDir.remove();
  });

  it('answers at its one URL within two minutes, on the real broker and database', async () => {
    const response = await fetch(stack.info.url);
    expect(response.status).toBe(200);
    expect(Date.now() - startedMs).toBeLessThan(120_000);
    expect(stack.info.brokers, 'the local broker: Java 17 and Maven are needed').toBeDefined();
    expect(stack.info.databaseUrl).toMatch(/^postgres/);
  });

  it('serves health, readiness and problems in one form in every app', async () => {
    const session = (await fetch(stack.info.url)).headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0]);
    const headers = { cookie: session.join('; ') };
    // Patients are judged some seconds after the start; only then an app is ready.
    await expect
      .poll(() => httpFaceOf(stack.info.url, '/api/nothing/here', headers), { timeout: 60_000 })
      .toEqual(httpFace);
    const others = stack.info.parts.flatMap(({ metricsUrl }) => metricsUrl?.replace('/metrics', '') ?? []);
    for (const url of [stack.info.gatewayUrl, stack.info.ingestUrl, ...others])
      await expect.poll(() => httpFaceOf(url), { timeout: 60_000 }).toEqual(httpFace);
  });

  it('shows at least eight strips that move', async () => {
    await page.goto(stack.info.url);
    const strips = page.locator('[data-testid="tile"] [data-last-sample-us]');
    const positions = async (): Promise<number[]> =>
      Promise.all(
        (await strips.all()).map(async (strip) => Number(await strip.getAttribute('data-last-sample-us'))),
      );
    await expect
      .poll(async () => (await positions()).filter((us) => us > 0).length, { timeout: 60_000 })
      .toBeGreaterThanOrEqual(8);
    const before = await positions();
    await expect
      .poll(async () => (await positions()).filter((us, index) => us > (before[index] ?? 0)).length, {
        timeout: 60_000,
      })
      .toBeGreaterThanOrEqual(8);
  });

  it('turns the scripted ventricular run into an alarm on screen at most 10 s after its first beat', async () => {
    const alarm = page.locator('[data-testid="alarm"][data-patient="demo-01"]').first();
    await alarm.waitFor({ timeout: 150_000 });
    const seenMs = Date.now();
    const [row] = await database.repositories.alarms.list({ patientId: patientId('demo-01'), limit: 1 });
    const firstBeatUs = row?.evidence.beatTimesUs[0];
    expect(firstBeatUs).toBeDefined();
    expect(seenMs - firstBeatUs! / 1000).toBeLessThan(10_000);
  });

  it('shows the alarmed beat beside its reconstruction after a click', async () => {
    await page.locator('[data-testid="alarm"][data-patient="demo-01"]').first().click();
    await page.waitForURL('**/patients/demo-01**');
    const beat = page.locator('[data-testid="beat-plot"]').first();
    await beat.waitFor({ timeout: 60_000 });
    await expect(
      Promise.all([
        beat.locator('[data-testid="recorded"]').count(),
        beat.locator('[data-testid="reconstructed"]').count(),
        beat.locator('[data-testid="error-band"]').count(),
      ]),
    ).resolves.toEqual([1, 1, 1]);
  });

  const alarmsOfDemo11 = () =>
    database.repositories.alarms.list({ patientId: patientId('demo-11'), limit: 100 });

  it('replays a table of segmented beats and a recording at speed: sent, stored and scored agree', async (context) => {
    const table = referenceFile(context, 'ecg5000', 'ECG5000_TRAIN.arff');
    const record = referenceFile(context, 'mitdb', '208.hea');
    const replays = [
      await beatwatch(dataDir.path, 'replay', '--arff', table, '--speed', 'max', '--json'),
      await beatwatch(dataDir.path, 'replay', '--mitdb', record, '--speed', '60', '--json'),
    ];
    for (const { code, stdout, stderr } of replays) {
      expect(code, stderr).toBe(0);
      const counts = JSON.parse(stdout) as Counts;
      expect(counts).toMatchObject({ agrees: true, beatsScoredTwice: 0 });
      expect(counts.beatsStored).toBe(counts.beatsSent);
    }
    expect((JSON.parse(replays[0]!.stdout) as Counts).beatsSent).toBe(500);
    // Cardiologists marked 2,955 beats in record 208.
    expect((JSON.parse(replays[1]!.stdout) as Counts).beatsSent).toBeGreaterThan(2800);
  });

  it('loses no beat and doubles none when ingest and scorer are killed in the middle of a replay', async (context) => {
    const record = referenceFile(context, 'mitdb', '119.hea');
    expect(await alarmsOfDemo11()).toEqual([]);
    const replay = beatwatch(dataDir.path, 'replay', '--mitdb', record, '--speed', '60', '--json');
    for (const name of ['ingest', 'scorer', 'ingest']) {
      await delay(6000);
      const pid = await stack.pidOf(name);
      process.kill(pid, 'SIGKILL');
      await expect.poll(async () => (await stack.pidOf(name)) !== pid, { timeout: 60_000 }).toBe(true);
    }
    const { code, stdout, stderr } = await replay;
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ agrees: true, beatsScoredTwice: 0 });
  });

  it('scores every good beat among 10,000 malformed messages and keeps each bad one with its reason', async (context) => {
    const table = referenceFile(context, 'ecg5000', 'ECG5000_TRAIN.arff');
    const stream = await createKafkaStream({ brokers: stack.info.brokers!, clientId: 'system-test' });
    const offsets = new Set<string>();
    const reasons = new Set<string>();
    const consumer = await stream.consume({
      groupId: `system-test-${Date.now()}`,
      topics: [topics.deadLetter],
      from: 'earliest',
      onBatch: (batch) => {
        for (const { value } of batch.messages) {
          const letter = decodeDeadLetter(value);
          offsets.add(`${letter.topic}/${letter.partition}/${letter.offset}`);
          reasons.add(`${letter.code}: ${letter.reason.split(':')[0] ?? ''}`);
        }
        return Promise.resolve();
      },
    });
    const ingest = await stack.pidOf('ingest');
    const before = await residentMib(ingest);
    const replay = beatwatch(dataDir.path, 'replay', '--arff', table, '--speed', 'max', '--json');
    const producer = await stream.producer();
    for (let sent = 0; sent < 10_000; sent += 500) {
      const messages = Array.from({ length: 500 }, (_, index) => ({
        key: `bad-${index % 50}`,
        value: malformed(sent + index),
      }));
      await producer.send(sent % 1000 === 0 ? topics.packets : topics.segmentedBeats, messages);
    }
    const { code, stdout, stderr } = await replay;
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ beatsSent: 500, agrees: true });
    await expect.poll(() => offsets.size, { timeout: 60_000 }).toBe(10_000);
    expect([...reasons].every((reason) => /^(undecodable|invalid-field): \S/.test(reason))).toBe(true);
    expect((await residentMib(ingest)) - before).toBeLessThan(200);
    expect(await stack.pidOf('ingest')).toBe(ingest);
    await consumer.stop();
    await producer.stop();
    await stream.stop();
  });

  it('raises no clinical alarm for the patients without a scripted arrhythmia, and none at all for demo-11', async () => {
    const withoutArrhythmia = demoFleet().filter(({ arrhythmiaScripted }) => !arrhythmiaScripted);
    const alarms = await database.repositories.alarms.list({ limit: 1000 });
    const ids = new Set<string>(withoutArrhythmia.map(({ patientId: id }) => id));
    const clinical = alarms.filter(({ kind }) => !isTechnical(kind));
    expect(clinical.filter(({ patientId: id }) => ids.has(id)).map(({ alarmId }) => alarmId)).toEqual([]);
    // Not for missing data either, though ingest was away twice.
    expect(await alarmsOfDemo11()).toEqual([]);
  });

  it('ends every process within 5 s of Ctrl-C, and a second start finds the history', async () => {
    const pids = await Promise.all(stack.info.parts.map(({ name }) => stack.pidOf(name)));
    const [alarm] = await database.repositories.alarms.list({ patientId: patientId('demo-01'), limit: 1 });
    await database.close();
    expect(await stack.interrupt()).toBeLessThan(5000);
    expect(pids.filter(isAlive)).toEqual([]);

    stack = await RunningStack.start(dataDir.path, ['--no-simulator']);
    database = openDatabase({ connectionString: stack.info.databaseUrl, applicationName: 'system-test' });
    expect(await database.repositories.alarms.find(alarm!.alarmId)).toMatchObject({ patientId: 'demo-01' });
    const range = { patientId: patientId('demo-01'), fromUs: startedMs * 1000, toUs: Date.now() * 1000 };
    expect((await database.repositories.scores.counts(range)).beatsScored).toBeGreaterThan(60);
  });
});

async function residentMib(pid: number): Promise<number> {
  const { processUse } = await import('../stack/processes.ts');
  return (await processUse(pid)).residentMib;
}

/** Bytes that are no message, and messages that break the contract, in turn. */
function malformed(index: number): Uint8Array {
  const bytes = new Uint8Array(1 + (index % 64)).fill(0xff);
  bytes[0] = index & 0xff;
  return index % 3 === 0 ? new Uint8Array() : bytes;
}
