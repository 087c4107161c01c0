import { parseArgs } from 'node:util';
import { upperMedian } from '@beatwatch/statistics';
import { PythonUnavailableError } from '../../../test/stack/python.ts';
import { models, tasks, type Contender, type Duration, type Job } from './contender.ts';
import { ourEngines } from './our-engines.ts';
import { torchPeers } from './torch-peer.ts';

interface Row extends Job {
  readonly engine: string;
  readonly threads: number;
  readonly medianMs: number;
  /** CPU time over all cores. */
  readonly medianCpuMs: number;
  readonly examplesPerSecond: number;
  /** Speed relative to PyTorch with its better number of threads. Undefined without PyTorch. */
  readonly timesPyTorch?: number;
  /** The same by CPU time, which a busy machine affects far less. */
  readonly timesPyTorchCpu?: number;
}

export const usage = `npm run bench -- engines [--batches 1,8,32,128] [--models ${models.join(',')}] [--tasks ${tasks.join(',')}] [--rounds 7] [--json]

Beatwatch's engines beside PyTorch on the CPU, with its default number of threads and with one: scoring (forward pass and
loss) and one training step (forward, backward, clipping, Adam) of autoencoders with random weights: the seed model's, that
of the scorer's model for wearables and a dense one. Contenders
alternate over many rounds, so that other load on the machine affects all of them alike.`;

export async function main(args: string[]): Promise<object> {
  const { values } = parseArgs({
    args,
    options: {
      batches: { type: 'string', default: '1,8,32,128' },
      models: { type: 'string', default: models.join(',') },
      tasks: { type: 'string', default: tasks.join(',') },
      rounds: { type: 'string', default: '7' },
      json: { type: 'boolean', default: false },
    },
  });
  const contenders = [...(await ourEngines()), ...(await peers())];
  const rows: Row[] = [];
  for (const model of models) {
    if (!values.models.split(',').includes(model)) continue;
    for (const task of tasks) {
      if (!values.tasks.split(',').includes(task)) continue;
      for (const batch of values.batches.split(',').map(Number))
        rows.push(...(await compare(contenders, { model, task, batch }, Number(values.rounds))));
    }
  }
  await Promise.all(contenders.map((contender) => contender.close()));
  if (!values.json) console.table(rows);
  return rows;
}

async function peers(): Promise<readonly Contender[]> {
  try {
    return await torchPeers((text) => {
      console.error(text);
    });
  } catch (error) {
    if (!(error instanceof PythonUnavailableError)) throw error;
    console.error(`without PyTorch: ${error.message}`);
    return [];
  }
}

/** Minimum duration of a contender's part of a round; short jobs are repeated. */
const sliceMs = 150;

async function compare(all: readonly Contender[], job: Job, rounds: number): Promise<Row[]> {
  const durations = new Map<Contender, Duration[]>();
  for (const contender of all.filter((contender) => contender.takes(job))) {
    await contender.run(job, 0);
    durations.set(contender, []);
  }
  for (let round = 0; round < rounds; round++) {
    for (const [contender, done] of durations) done.push(...(await contender.run(job, sliceMs)));
  }
  const medians = [...durations].map(([contender, done]) => ({
    contender,
    ms: upperMedian(done.map(({ ms }) => ms)) ?? Number.NaN,
    cpuMs: upperMedian(done.map(({ cpuMs }) => cpuMs)) ?? Number.NaN,
  }));
  const peers = medians.filter(({ contender }) => contender.isPeer);
  const bestMs = Math.min(...peers.map(({ ms }) => ms));
  const bestCpuMs = Math.min(...peers.map(({ cpuMs }) => cpuMs));
  return medians.map(({ contender, ms, cpuMs }) => ({
    ...job,
    engine: contender.name,
    threads: contender.threads,
    medianMs: rounded(ms),
    medianCpuMs: rounded(cpuMs),
    examplesPerSecond: rounded((1000 * job.batch) / ms),
    ...(peers.length > 0 && {
      timesPyTorch: rounded(bestMs / ms),
      timesPyTorchCpu: rounded(bestCpuMs / cpuMs),
    }),
  }));
}

const rounded = (value: number): number => Math.round(100 * value) / 100;
