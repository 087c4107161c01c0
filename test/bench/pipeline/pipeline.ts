import { parseArgs } from 'node:util';
import { setTimeout as delay } from 'node:timers/promises';
import { createLoadFleet, loadPatientId } from '@beatwatch/simulator';
import { createKafkaStream } from '@beatwatch/stream';
import { openDatabase, type Repositories } from '@beatwatch/timescale';
import process from 'node:process';
import { delaysSince } from './delays.ts';
import { admitLearned, learnedStates } from './learned.ts';
import { RunningStack, temporaryDataDir, type StackInfo } from '../../stack/running-stack.ts';
import { processUse, type ProcessUse } from '../../stack/processes.ts';

interface Level {
  readonly patients: number;
  readonly beatsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Patients whose reference is known, %. */
  readonly learnedPercent: number;
  readonly parts: readonly {
    readonly name: string;
    readonly cpuPercent: number;
    readonly residentMib: number;
  }[];
}

const limitMs = 2000;
const learnedMinutes = 6;
const settleMs = 10_000;
/** The scorer is started again for each level, and has to catch up. */
const settleLearnedMs = 30_000;
export const usage = `npm run bench -- pipeline [--from 50] [--step 50] [--to 2000] [--seconds 20]
  [--ingests 1] [--scorers 1] [--learned] [--json]

Drives the whole running stack (local broker, embedded database) with more and more synthetic patients (250 Hz,
72 beats/min, packets of 0.3 s) until p99 from the last sample of a beat to its stored score passes ${limitMs} ms.

All patients of a level begin at once, and are in their first minutes. With --learned the scorer knows them: each begins with
what ${learnedMinutes} minutes of its heart have taught.`;

/** Patients that one machine sustains, what they cost, and the part that gives out first. */
export async function main(args: string[]): Promise<object> {
  const { values } = parseArgs({
    args,
    options: {
      from: { type: 'string', default: '50' },
      step: { type: 'string', default: '50' },
      to: { type: 'string', default: '2000' },
      seconds: { type: 'string', default: '20' },
      ingests: { type: 'string', default: '1' },
      scorers: { type: 'string', default: '1' },
      learned: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const dataDir = await temporaryDataDir();
  const stack = await RunningStack.start(dataDir.path, [
    '--no-simulator',
    ...['--ingests', values.ingests],
    ...['--scorers', values.scorers],
  ]);
  try {
    const levels = await climb(stack, {
      states: values.learned ? await learnedStates(learnedMinutes) : undefined,
      from: Number(values.from),
      step: Number(values.step),
      to: Number(values.to),
      seconds: Number(values.seconds),
      onLevel: values.json ? () => undefined : printLevel,
    });
    const sustained = levels.filter(({ p99Ms }) => p99Ms <= limitMs).at(-1);
    if (!values.json) printVerdict(sustained, levels.at(-1));
    return {
      ingests: Number(values.ingests),
      scorers: Number(values.scorers),
      learned: values.learned,
      sustained: sustained?.patients ?? 0,
      limitMs,
      levels,
    };
  } finally {
    await stack.interrupt();
    await dataDir.remove();
  }
}

interface Climb {
  /** What is known of the patients; undefined for nothing. */
  readonly states: readonly object[] | undefined;
  readonly from: number;
  readonly step: number;
  readonly to: number;
  readonly seconds: number;
  readonly onLevel: (level: Level) => void;
}

async function climb(stack: RunningStack, options: Climb): Promise<Level[]> {
  const { brokers, databaseUrl } = stack.info;
  if (brokers === undefined)
    throw new Error('the pipeline benchmark needs the local broker: see beatwatch doctor');
  const stream = await createKafkaStream({ brokers, clientId: 'bench' });
  const producer = await stream.producer();
  const database = openDatabase({ connectionString: databaseUrl, applicationName: 'bench' });
  const fleet = createLoadFleet({ patients: 0, producer });
  await fleet.start();
  const { repositories } = database;
  const levels: Level[] = [];
  let admitted = 0;
  try {
    for (let patients = options.from; patients <= options.to; patients += options.step) {
      if (options.states !== undefined)
        await admitLearned({ stack, stream, repositories }, options.states, { from: admitted, to: patients });
      admitted = patients;
      fleet.setPatients(patients);
      await delay(options.states === undefined ? settleMs : settleLearnedMs);
      const info = await stack.now();
      const before = await useOfParts(info);
      const sinceUs = Date.now() * 1000;
      const startedMs = performance.now();
      await delay(options.seconds * 1000);
      const after = await useOfParts(info);
      const seconds = (performance.now() - startedMs) / 1000;
      const { beats, p50Ms, p99Ms } = await delaysSince(repositories, sinceUs);
      const level: Level = {
        patients,
        beatsPerSecond: beats / seconds,
        p50Ms,
        p99Ms,
        learnedPercent: await learnedPercent(repositories, { patients, sinceUs }),
        parts: [...after].map(([name, use]) => ({
          name,
          cpuPercent: ((use.cpuSeconds - (before.get(name)?.cpuSeconds ?? 0)) / seconds) * 100,
          residentMib: use.residentMib,
        })),
      };
      levels.push(level);
      options.onLevel(level);
      if (level.p99Ms > limitMs) break;
    }
  } finally {
    await fleet.stop();
    await producer.stop();
    await Promise.all([stream.stop(), database.close()]);
  }
  return levels;
}

/** Of a hundred patients at most, those whose newest beat was judged by a reference that was known, %. */
async function learnedPercent(
  { scores }: Pick<Repositories, 'scores'>,
  { patients, sinceUs }: { readonly patients: number; readonly sinceUs: number },
): Promise<number> {
  const looked = Math.min(patients, 100);
  const range = { fromUs: sinceUs, toUs: Date.now() * 1000 };
  let learned = 0;
  for (let index = 0; index < looked; index += 1) {
    const id = loadPatientId(Math.floor((index * patients) / looked));
    const [newest] = await scores.recent({ patientId: id, ...range }, 1);
    if (newest?.threshold !== undefined) learned += 1;
  }
  return (100 * learned) / looked;
}

async function useOfParts(stack: StackInfo): Promise<Map<string, ProcessUse>> {
  const uses = new Map<string, ProcessUse>();
  for (const { name, pid } of stack.parts) uses.set(name, await processUse(pid));
  uses.set('start command', await processUse(stack.pid));
  uses.set('load generator', await processUse(process.pid));
  return uses;
}

function printLevel({ patients, beatsPerSecond, p50Ms, p99Ms, learnedPercent, parts }: Level): void {
  const stackParts = parts.filter(({ name }) => name !== 'load generator');
  const residentMib = stackParts.reduce((sum, part) => sum + part.residentMib, 0);
  const expected = (patients * 72) / 60;
  console.log(
    `${patients} patients: ${beatsPerSecond.toFixed(0)} beats/s stored and scored (${expected.toFixed(0)} sent), ` +
      `last sample to stored score p50 ${p50Ms.toFixed(0)} ms, p99 ${p99Ms.toFixed(0)} ms, ${learnedPercent.toFixed(0)} % with a known reference, ${(residentMib / 1024).toFixed(2)} GiB in all`,
  );
  for (const { name, cpuPercent, residentMib: part } of parts) {
    console.log(
      `    ${name.padEnd(16)}${cpuPercent.toFixed(0).padStart(4)} % of a core  ${part.toFixed(0).padStart(5)} MiB`,
    );
  }
}

function printVerdict(sustained: Level | undefined, last: Level | undefined): void {
  console.log(`\nsustained: ${sustained?.patients ?? 0} patients at p99 <= ${limitMs} ms`);
  if (last === undefined || last.p99Ms <= limitMs) return;
  const busiest = [...last.parts]
    .filter(({ name }) => name !== 'load generator')
    .sort((a, b) => b.cpuPercent - a.cpuPercent)[0];
  console.log(
    `gave out first at ${last.patients} patients: ${busiest?.name ?? 'unknown'}, the busiest part with ${busiest?.cpuPercent.toFixed(0) ?? '?'} % of a core`,
  );
}
