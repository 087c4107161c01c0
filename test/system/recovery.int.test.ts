import process from 'node:process';
import { isTechnical, type AlarmEvent } from '@beatwatch/contracts';
import type { MessageStream } from '@beatwatch/stream';
import type { Database } from '@beatwatch/timescale';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { JudgedPatients } from '../stack/judged-patients.ts';
import { scripted } from '../stack/packets.ts';
import { temporaryDataDir, type RunningStack } from '../stack/running-stack.ts';
import { SentSamples } from '../stack/sent-samples.ts';
import { startWatchedStack, type WatchedStack } from '../stack/watched-stack.ts';

const ventricular = scripted('ventricular-1', 1, [
  { kind: 'ventricular-run', atSeconds: 45, everySeconds: 40, beats: 14 },
]);
const patients = [ventricular, ...[2, 3, 4].map((seed) => scripted(`sinus-${seed}`, seed, []))];
const ids = patients.map(({ patientId }) => patientId);

const samplingRateHz = 250;

// A busy machine multiplies what an idle one needs; the seconds are printed.
const limitMs = 120_000;

/** A stack with patients whose parts are killed and stopped, one after the other. */
describe('the stack when one of its parts dies or hangs', () => {
  let dataDir: Awaited<ReturnType<typeof temporaryDataDir>>;
  let stack: RunningStack;
  let stream: MessageStream;
  let database: Database;
  let sent: SentSamples;
  let watched: WatchedStack;
  let judged: JudgedPatients;
  let startedMs: number;
  const seconds: string[] = [];

  beforeAll(async () => {
    dataDir = await temporaryDataDir({ isMigrated: true });
    watched = await startWatchedStack({
      dataDir: dataDir.path,
      patients,
      through: (producer) => (sent = new SentSamples(producer)),
    });
    ({ stack, database, stream, startedMs } = watched);
    judged = await JudgedPatients.start(stream, ids);
    await judged.again(startedMs, limitMs);
  });

  afterAll(async () => {
    console.log(seconds.join('\n'));
    await judged.stop();
    await watched.stop();
    await dataDir.remove();
  });

  /** Whether a page or a port responds again, by its own health. */
  async function responds(url: string): Promise<void> {
    await expect
      .poll(
        () =>
          fetch(`${url}/healthz`, { signal: AbortSignal.timeout(1000) }).then(
            ({ ok }) => ok,
            () => false,
          ),
        { timeout: limitMs },
      )
      .toBe(true);
  }

  it.each([
    ['ingest', 'SIGKILL'],
    ['scorer', 'SIGKILL'],
    ['gateway', 'SIGKILL'],
    ['dashboard', 'SIGKILL'],
    ['database', 'SIGKILL'],
    ['broker', 'SIGKILL'],
    ['ingest', 'SIGSTOP'],
    ['scorer', 'SIGSTOP'],
    ['gateway', 'SIGSTOP'],
    ['dashboard', 'SIGSTOP'],
    ['database', 'SIGSTOP'],
    ['broker', 'SIGSTOP'],
  ] as const)(
    'recovers from the %s that gets %s, and says so',
    async (part, signal) => {
      const pid = await stack.pidOf(part);
      const printed = stack.printed.length;
      const sinceMs = Date.now();
      process.kill(pid, signal);
      await expect.poll(() => stack.pidOf(part), { timeout: limitMs, interval: 50 }).not.toBe(pid);
      if (part === 'gateway') await responds(stack.info.gatewayUrl);
      if (part === 'dashboard') await responds(stack.info.url);
      const respondsAfter = (Date.now() - sinceMs) / 1000;
      const judgedAfter = await judged.again(sinceMs, limitMs);
      const recovered = ['gateway', 'dashboard'].includes(part) ? respondsAfter : judgedAfter;
      seconds.push(`${part} ${signal}: ${recovered.toFixed(1)} s`);
      const lines = stack.printed.slice(printed);
      expect(lines).toMatch(new RegExp(`^${part} ended unexpectedly \\(.+\\); restarting it$`, 'm'));
      expect(lines).toMatch(new RegExp(`^${part} runs again$`, 'm'));
      if (signal === 'SIGSTOP') expect(lines).toContain('did not respond for');
    },
    limitMs + 10_000,
  );

  it('raises every alarm once, and none because a part was away', async () => {
    const alarms = () => database.repositories.alarms.list({ limit: 1000 });
    await expect.poll(async () => (await alarms()).length, { timeout: limitMs }).toBeGreaterThan(0);
    const technical = (await alarms()).filter(({ kind }) => isTechnical(kind));
    expect(technical.map(({ patientId, kind }) => `${patientId} ${kind}`)).toEqual([]);
    const clinical = await alarms();
    expect(new Set(clinical.map(({ patientId }) => patientId))).toEqual(new Set([ventricular.patientId]));
    const raised = clinical.map(({ kind, raisedTimeUs }) => `${kind} ${raisedTimeUs}`);
    expect(new Set(raised).size).toBe(raised.length);
    for (const changes of await histories(clinical)) {
      expect(changes.map(({ changeNumber }) => changeNumber)).toEqual(
        changes.map((_change, index) => index + 1),
      );
    }
  });

  it('loses no sample and scores every beat once', async () => {
    await watched.stopPatients();
    const toUs = Date.now() * 1000 + 60e6;
    for (const patientId of ids) {
      const range = { patientId, fromUs: startedMs * 1000 - 60e6, toUs };
      const storedSamples = async (): Promise<number> =>
        (await database.repositories.waveforms.read(range)).reduce(
          (sum, { samples }) => sum + samples.length,
          0,
        );
      // What does not fill a second yet waits in ingest's state.
      await expect
        .poll(storedSamples, { timeout: 60_000 })
        .toBeGreaterThan(sent.of(patientId) - 2 * samplingRateHz);
      expect(await storedSamples()).toBeLessThanOrEqual(sent.of(patientId));
      const counts = () => database.repositories.scores.counts(range);
      await expect
        .poll(async () => (await counts()).beatsStored - (await counts()).beatsScored, { timeout: 60_000 })
        .toBe(0);
      const { beatsScored, beatsScoredTwice } = await counts();
      expect(beatsScoredTwice).toBe(0);
      // 95 beats a minute.
      expect(beatsScored).toBeGreaterThan((Date.now() - startedMs) / 1000);
      expect(await database.repositories.gaps.read(range)).toEqual([]);
    }
  });

  const histories = (alarms: readonly AlarmEvent[]): Promise<(readonly AlarmEvent[])[]> =>
    Promise.all(alarms.map(({ alarmId }) => database.repositories.alarms.history(alarmId)));
});
