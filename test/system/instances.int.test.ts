import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { JudgedPatients } from '../stack/judged-patients.ts';
import { scripted } from '../stack/packets.ts';
import { temporaryDataDir } from '../stack/running-stack.ts';
import { startWatchedStack, type WatchedStack } from '../stack/watched-stack.ts';

// Enough for every one of six partitions to have a patient.
const patients = Array.from({ length: 16 }, (_, index) => scripted(`shared-${index}`, index + 1, []));
const ids = patients.map(({ patientId }) => patientId);
const limitMs = 120_000;

/** The patients of a stack are shared out over two processes of ingest and two of the scorer. */
describe('a stack with two processes of ingest and of the scorer', () => {
  let dataDir: Awaited<ReturnType<typeof temporaryDataDir>>;
  let watched: WatchedStack;
  let judged: JudgedPatients;

  beforeAll(async () => {
    dataDir = await temporaryDataDir({ isMigrated: true });
    watched = await startWatchedStack({
      dataDir: dataDir.path,
      patients,
      args: ['--ingests', '2', '--scorers', '2'],
    });
    judged = await JudgedPatients.start(watched.stream, ids);
  });

  afterAll(async () => {
    await judged.stop();
    await watched.stop();
    await dataDir.remove();
  });

  it('judges every patient, and every process has some', async () => {
    await judged.again(watched.startedMs, limitMs);
    const { parts } = await watched.stack.now();
    for (const [name, metric] of [
      ['ingest', 'ingest_messages_total'],
      ['ingest-2', 'ingest_messages_total'],
      ['scorer', 'scorer_beats_total'],
      ['scorer-2', 'scorer_beats_total'],
    ] as const) {
      const url = parts.find((part) => part.name === name)?.metricsUrl;
      const metrics = await (await fetch(url ?? '')).text();
      expect(sumOf(metrics, metric), `${metric} of ${name}`).toBeGreaterThan(0);
    }
  });

  it.each(['scorer-2', 'ingest', 'scorer'])(
    'judges all of them again when %s is killed',
    async (name) => {
      const printed = watched.stack.printed.length;
      const sinceMs = Date.now();
      process.kill(await watched.stack.pidOf(name), 'SIGKILL');
      await judged.again(sinceMs, limitMs);
      await expect
        .poll(() => watched.stack.printed.slice(printed), { timeout: limitMs })
        .toContain(`${name} runs again`);
    },
    150_000,
  );

  it('scores every beat once', async () => {
    await watched.stopPatients();
    const range = { fromUs: watched.startedMs * 1000 - 60e6, toUs: Date.now() * 1000 + 60e6 };
    for (const patientId of ids) {
      const counts = () => watched.database.repositories.scores.counts({ ...range, patientId });
      await expect
        .poll(async () => (await counts()).beatsStored - (await counts()).beatsScored, { timeout: 60_000 })
        .toBe(0);
      const { beatsScored, beatsScoredTwice } = await counts();
      expect(beatsScoredTwice).toBe(0);
      expect(beatsScored).toBeGreaterThan(10);
    }
  });
});

/** Sum over the labels of a counter. */
function sumOf(metrics: string, name: string): number {
  return metrics
    .split('\n')
    .filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}
