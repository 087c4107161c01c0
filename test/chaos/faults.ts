import { execFile } from 'node:child_process';
import { appendFile, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { topics } from '@beatwatch/contracts';
import type { Producer } from '@beatwatch/stream';
import { createSeededRandom, type SeededRandom } from '@beatwatch/statistics';
import { liveToken } from '../stack/live-token.ts';
import { floodGateway, floodIngest, junkRequests } from './strangers.ts';
import type { RunningStack } from '../stack/running-stack.ts';
import type { Fault, PartName } from './schedule.ts';

const run = promisify(execFile);

/** Does to a running stack what a schedule says. */
export class Faults {
  readonly #stack: RunningStack;
  readonly #dataDir: string;
  readonly #producer: Pick<Producer, 'send'>;
  readonly #random: SeededRandom;

  constructor(options: {
    readonly stack: RunningStack;
    readonly dataDir: string;
    readonly producer: Pick<Producer, 'send'>;
    readonly seed: number;
  }) {
    this.#stack = options.stack;
    this.#dataDir = options.dataDir;
    this.#producer = options.producer;
    this.#random = createSeededRandom(options.seed);
  }

  /** Resolves when the fault is over: a killed part is still away then. */
  async make(fault: Fault): Promise<void> {
    switch (fault.kind) {
      case 'kill':
        signal(await this.#pidOf(fault.part), 'SIGKILL');
        return;
      case 'hang': {
        const pid = await this.#pidOf(fault.part);
        signal(pid, 'SIGSTOP');
        await delay(fault.seconds * 1000);
        signal(pid, 'SIGCONT');
        return;
      }
      case 'cut':
        await this.#cut(fault.part, fault.seconds);
        return;
      case 'slow':
        await slowDown(await this.#pidOf(fault.part), fault.seconds);
        return;
      case 'full-disk':
        await fillDisk(this.#dataDir, fault.seconds);
        return;
      case 'junk':
        await this.#junk();
        return;
      case 'flood': {
        const { ingestUrl, gatewayUrl } = await this.#stack.now();
        await Promise.all([
          floodIngest(ingestUrl, fault.seconds),
          floodGateway(gatewayUrl, await liveToken(this.#dataDir), fault.seconds),
        ]);
      }
    }
  }

  async #pidOf(part: PartName): Promise<number> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.#stack.pidOf(part);
      } catch (error) {
        // The file may be being written just now.
        if (attempt === 20) throw error;
        await delay(50);
      }
    }
  }

  async #cut(part: 'database' | 'broker', seconds: number): Promise<void> {
    const { databaseUrl, brokers = [] } = await this.#stack.now();
    const ports =
      part === 'database'
        ? [new URL(databaseUrl).port]
        : brokers.map((broker) => broker.slice(broker.lastIndexOf(':') + 1));
    const end = Date.now() + seconds * 1000;
    while (Date.now() < end) {
      // ss complains about sockets that it cannot end, and ends the others.
      for (const port of ports) await run('ss', ['-K', 'dport', '=', port]).catch(() => undefined);
      await delay(200);
    }
  }

  async #junk(): Promise<void> {
    const { ingestUrl, gatewayUrl } = await this.#stack.now();
    const bytes = (length: number): Uint8Array =>
      Uint8Array.from({ length }, () => this.#random.uniform(0, 256));
    const sizes = [0, 1, 3, 17, 200, 1000, 60_000];
    for (const topic of [topics.packets, topics.segmentedBeats, topics.beats, topics.patientCommands]) {
      await this.#producer.send(
        topic,
        sizes.map((size) => ({ key: `junk-${size}\u0000${topic}`, value: bytes(size) })),
      );
      await this.#producer.send(topic, [{ key: 'junk-large', value: bytes(900_000) }]);
    }
    await junkRequests(ingestUrl, gatewayUrl, bytes);
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    // It has ended, and been started again, meanwhile.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** A fifth of the time to work in, in slices that are shorter than any time limit. */
async function slowDown(pid: number, seconds: number): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end) {
    signal(pid, 'SIGSTOP');
    await delay(80);
    signal(pid, 'SIGCONT');
    await delay(20);
  }
}

/** Leaves no byte free, also of what is freed meanwhile. */
async function fillDisk(folder: string, seconds: number): Promise<void> {
  const ballast = join(folder, 'ballast');
  let pieces = 0;
  try {
    const end = Date.now() + seconds * 1000;
    while (Date.now() < end) {
      const { bavail, bsize } = await statfs(folder);
      if (bavail > 0) {
        pieces += 1;
        await run('fallocate', ['-l', String(bavail * bsize), `${ballast}-${pieces}`]).catch(() =>
          // A page may have been taken meanwhile: then what is left is filled next time.
          appendFile(`${ballast}-${pieces}`, Buffer.alloc(bsize)).catch(() => undefined),
        );
      }
      await delay(100);
    }
  } finally {
    for (let piece = 1; piece <= pieces; piece += 1) await rm(`${ballast}-${piece}`, { force: true });
  }
}
