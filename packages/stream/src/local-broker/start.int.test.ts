import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isAlive } from '@beatwatch/service-kit/process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createKafkaStream } from '../kafka/stream.ts';
import { Collector } from '../testing/collector.ts';
import { eventually } from '../testing/eventually.ts';
import { startLocalBroker } from './start.ts';
import { findLocalBrokerSupport } from './support.ts';

const support = await findLocalBrokerSupport();

if (!support.available && process.env['CI'] === 'true') throw new Error(support.reason);

describe.skipIf(!support.available)('the local broker', () => {
  let dataDir: string;
  beforeEach(async () => {
    // Blanks and commas mean something in settings and class paths.
    dataDir = await mkdtemp(join(tmpdir(), 'beatwatch broker, '));
  });
  afterEach(() => rm(dataDir, { recursive: true, force: true }));

  it('keeps its data and its address over a stop and a kill, and stops within 2 s', async () => {
    const first = await startLocalBroker({ dataDir });
    const logId = await withStream(first.brokers, async (stream) => {
      await stream.ensureTopics(['kept']);
      await (await stream.producer()).send('kept', [{ key: 'a', value: Buffer.from('before the stop') }]);
      return stream.logId;
    });
    const stopStartMs = performance.now();
    await first.stop();
    expect(performance.now() - stopStartMs).toBeLessThan(2000);
    expect(isAlive(first.pid)).toBe(false);

    const second = await startLocalBroker({ dataDir });
    expect(second.brokers).toEqual(first.brokers);
    await withStream(second.brokers, async (stream) => {
      await (await stream.producer()).send('kept', [{ key: 'a', value: Buffer.from('before the kill') }]);
    });
    process.kill(second.pid, 'SIGKILL');

    const third = await startLocalBroker({ dataDir });
    await withStream(third.brokers, async (stream) => {
      const collector = await Collector.start(stream, { groupId: 'reader', topics: ['kept'] });
      await collector.received(2);
      expect(collector.values).toEqual(['before the stop', 'before the kill']);
      expect(stream.logId).toBe(logId);
    });

    const found = await startLocalBroker({ dataDir });
    expect(found.pid).toBe(third.pid);
    await found.stop();
    expect(isAlive(third.pid)).toBe(true);
    await third.stop();
  });

  it('ends with the process that started it, and ends one that was left running', async () => {
    const program = fileURLToPath(new URL('../testing/broker-process.ts', import.meta.url));
    const owner = spawn(process.execPath, ['--import', 'tsx', program, dataDir], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(owner.stdout, 'data')) as [Buffer];
    const pid = Number(line.toString());
    expect(isAlive(pid)).toBe(true);
    owner.kill('SIGKILL');
    await eventually('the broker is gone too', () => !isAlive(pid));

    // As if the watcher had been killed as well: a running broker whose owner is gone.
    const orphan = await startLocalBroker({ dataDir });
    const pidFile = join(dataDir, 'broker.pid');
    const written = JSON.parse(await readFile(pidFile, 'utf8')) as object;
    await writeFile(pidFile, JSON.stringify({ ...written, ownerPid: owner.pid }));
    const heir = await startLocalBroker({ dataDir });
    expect(heir.pid).not.toBe(orphan.pid);
    expect(isAlive(orphan.pid)).toBe(false);
    await heir.stop();
  });

  it('reports why it does not become ready', async () => {
    await expect(startLocalBroker({ dataDir, heapMb: 1 })).rejects.toMatchObject({
      code: 'local-broker-failed',
    });
  });
});

async function withStream<Result>(
  brokers: readonly string[],
  use: (stream: Awaited<ReturnType<typeof createKafkaStream>>) => Promise<Result>,
): Promise<Result> {
  const stream = await createKafkaStream({ brokers, clientId: 'local-broker-test' });
  try {
    return await use(stream);
  } finally {
    await stream.stop();
  }
}
