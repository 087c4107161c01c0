import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { beatwatch, type CommandResult } from '../stack/command.ts';
import { referenceFile } from '../stack/reference-data.ts';
import { RunningStack, temporaryDataDir } from '../stack/running-stack.ts';

interface ShownJob {
  readonly id: string;
  readonly state: string;
  readonly retries: number;
  readonly progress?: { readonly losses: readonly unknown[] };
  readonly result?: {
    readonly version: string;
    readonly baseVersion: string;
    readonly patients: number;
    readonly trainBeats: number;
    readonly reportFile: string;
  };
}

const patient = { timeout: 60_000 };

/** A ward of three recordings, from their beats to a challenger. Each test builds on the one before. */
describe('retraining in the running stack', () => {
  let dataDir: Awaited<ReturnType<typeof temporaryDataDir>>;
  let stack: RunningStack;

  beforeAll(async () => {
    dataDir = await temporaryDataDir({ isMigrated: true });
    stack = await RunningStack.start(dataDir.path, ['--no-simulator']);
  });

  afterAll(async () => {
    await stack.interrupt();
    await dataDir.remove();
  });

  const command = (...args: readonly string[]): Promise<CommandResult> => beatwatch(dataDir.path, ...args);
  const jobUrl = (id = ''): string => `${stack.info.trainerUrl}/v1/jobs${id === '' ? '' : `/${id}`}`;
  const jobOf = async (id: string): Promise<ShownJob> => (await (await fetch(jobUrl(id))).json()) as ShownJob;

  it('trains a challenger on what was replayed, and says where its report is', async (context) => {
    const records = ['106', '119', '208'].map((name) => referenceFile(context, 'mitdb', `${name}.hea`));
    const replays = await Promise.all(
      records.map((record) =>
        command('replay', '--mitdb', record.slice(0, -'.hea'.length), '--speed', 'max'),
      ),
    );
    for (const { code, stderr } of replays) expect(code, stderr).toBe(0);
    const { code, stdout, stderr } = await command(
      ...['retrain', '--since', '2h', '--epochs', '2', '--beats-per-patient', '100'],
      ...['--wait', '--json'],
    );
    expect(code, stderr).toBe(0);
    const { state, result } = JSON.parse(stdout) as ShownJob;
    expect(state).toBe('completed');
    expect(result).toMatchObject({ patients: 3 });
    expect(result!.trainBeats).toBeGreaterThan(50);
    expect(result!.version).not.toBe(result!.baseVersion);
    expect(await readFile(result!.reportFile, 'utf8')).toContain(result!.version);
    const listed = await command('jobs', '--json');
    expect(JSON.parse(listed.stdout)).toMatchObject({
      jobs: [{ state: 'completed', result }],
      schedules: [],
    });
  });

  it('goes on after kill -9 of the trainer, and ends when it is cancelled', async () => {
    const created = await fetch(jobUrl(), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ kind: 'retrain', data: { sinceMs: 7_200_000, epochs: 1000 } }),
    });
    expect(created.status).toBe(201);
    const { id } = (await created.json()) as ShownJob;
    const epochs = async (): Promise<number> => (await jobOf(id)).progress?.losses.length ?? 0;
    await expect.poll(epochs, patient).toBeGreaterThan(0);
    const before = await epochs();
    process.kill(await stack.pidOf('trainer'), 'SIGKILL');
    // The start command brings it back, and its job to it.
    await expect.poll(() => jobOf(id).catch(() => undefined), patient).toMatchObject({ retries: 1 });
    await expect.poll(epochs, patient).toBeGreaterThan(before);
    expect((await command('jobs', 'cancel', id)).code).toBe(0);
    expect(await jobOf(id)).toMatchObject({ state: 'cancelled' });
    expect((await command('jobs', 'cancel', id)).code).toBe(1);
  });

  it('says in one line that there is nothing to learn from', async () => {
    const { code, stdout, stderr } = await command('retrain', '--patients', 'nobody', '--wait');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('the job failed: beats to train on: found none of 0');
  });
});
