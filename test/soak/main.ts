import { readdir, statfs } from 'node:fs/promises';
import { freemem } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createLoadFleet } from '@beatwatch/simulator';
import { createKafkaStream } from '@beatwatch/stream';
import { openDatabase } from '@beatwatch/timescale';
import { compressOldest } from '@beatwatch/timescale/testing';
import { processUse } from '../stack/processes.ts';
import { RunningStack, temporaryDataDir } from '../stack/running-stack.ts';
import { folderMib } from './folder-size.ts';
import { formatSoak } from './report.ts';
import type { Sample } from './slope.ts';
import { judge, type Series } from './verdict.ts';

const usage = `npm run soak -- [--hours 2 | --minutes 10] [--patients 100] [--json]

Runs the real stack under simulated patients and measures memory, handles and disk of every part. Prints the slope over the
second half, in MiB or handles an hour, how long the machine would last at that slope, and what compression saves.
Exit code 0: nothing grows that should not. 1: something does, in half an hour or more, or a part was started again. 2: invalid
usage.`;

const { values } = parseArgs({
  options: {
    hours: { type: 'string' },
    minutes: { type: 'string' },
    patients: { type: 'string', default: '100' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(usage);
  process.exit(0);
}
const seconds =
  values.minutes === undefined ? Number(values.hours ?? '2') * 3600 : Number(values.minutes) * 60;
const patients = Number(values.patients);
if (!(seconds >= 60) || !Number.isInteger(patients) || patients < 1) {
  console.error(usage);
  process.exit(2);
}
const say = (text: string): void => {
  console.error(text);
};

const dataDir = await temporaryDataDir();
const stack = await RunningStack.start(dataDir.path, ['--no-simulator']);
const stream = await createKafkaStream({ brokers: stack.info.brokers ?? [], clientId: 'soak' });
const producer = await stream.producer();
const fleet = createLoadFleet({ patients, producer });
await fleet.start();
const series = new Map<string, Series & { readonly samples: Sample[] }>();
const firstPids = new Map(stack.info.parts.map(({ name, pid }) => [name, pid]));
const restarted = new Set<string>();
const startedMs = performance.now();
const everySeconds = Math.max(2, seconds / 240);
say(`${patients} patients for ${(seconds / 60).toFixed(0)} min; a sample every ${everySeconds.toFixed(0)} s`);
let saidAtSeconds = 0;
for (;;) {
  const nowSeconds = (performance.now() - startedMs) / 1000;
  if (nowSeconds > seconds) break;
  await measure(nowSeconds);
  if (nowSeconds - saidAtSeconds >= Math.max(30, seconds / 20)) {
    saidAtSeconds = nowSeconds;
    const memory = [...series.values()].filter(({ what }) => what === 'memory');
    say(
      `${nowSeconds.toFixed(0).padStart(6)} s  ${memory.map(({ part, samples }) => `${part} ${(samples.at(-1)?.value ?? 0).toFixed(0)}`).join(', ')} MiB`,
    );
  }
  await delay(everySeconds * 1000);
}
const database = openDatabase({ connectionString: (await stack.now()).databaseUrl, applicationName: 'soak' });
const delays = [
  ...(await database.repositories.scores.storeDelaysMs(Date.now() * 1000 - 30e6, 1_000_000)),
].sort((a, b) => a - b);
await database.close();
const { bavail, bsize } = await statfs(dataDir.path);
const room = { memory: freemem() / 2 ** 20, handles: 100_000, disk: (bavail * bsize) / 2 ** 20 };
const judged = [...series.values()].map((one) => judge(one, room[one.what]));
await fleet.stop();
await producer.stop();
await stream.stop();
await stack.interrupt();
say('compressing the oldest chunk of each table');
const compression = await compressOldest(join(dataDir.path, 'db'));
await dataDir.remove();
const isLong = seconds >= 1800;
const result = {
  passed: (!isLong || judged.every(({ isGood }) => isGood)) && restarted.size === 0,
  isLong,
  patients,
  seconds,
  packets: fleet.stats().packetsSent,
  lastScoresP50Ms: delays[Math.floor(delays.length * 0.5)],
  lastScoresP99Ms: delays[Math.floor(delays.length * 0.99)],
  restarted: [...restarted],
  room,
  parts: judged,
  compression,
};
console.log(values.json ? JSON.stringify(result, undefined, 2) : formatSoak(result));
process.exit(result.passed ? 0 : 1);

async function measure(nowSeconds: number): Promise<void> {
  const { parts, pid } = await stack.now();
  for (const part of [...parts, { name: 'start command', pid }]) {
    const first = firstPids.get(part.name);
    if (first !== undefined && first !== part.pid) restarted.add(part.name);
    try {
      const { residentMib, handles } = await processUse(part.pid);
      add({ part: part.name, what: 'memory', unit: 'MiB' }, { seconds: nowSeconds, value: residentMib });
      add({ part: part.name, what: 'handles', unit: '' }, { seconds: nowSeconds, value: handles });
    } catch {
      // It has just ended: the next sample is of its successor.
    }
  }
  for (const entry of await readdir(dataDir.path, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const value = await folderMib(join(dataDir.path, entry.name));
    add({ part: entry.name, what: 'disk', unit: 'MiB' }, { seconds: nowSeconds, value });
  }
}

function add(of: Omit<Series, 'samples'>, sample: Sample): void {
  const key = `${of.part} ${of.what}`;
  const known = series.get(key) ?? { ...of, samples: [] };
  known.samples.push(sample);
  series.set(key, known);
}
