import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openJobQueue, type JobQueue } from '@beatwatch/job-queue';
import { createLoadFleet } from '@beatwatch/simulator';
import { createKafkaStream } from '@beatwatch/stream';
import { openDatabase } from '@beatwatch/timescale';
import {
  retrainDataOf,
  retrainKind,
  retrainProgressSchema,
  retrainResultSchema,
  type RetrainResult,
} from '@beatwatch/trainer';
import { RunningStack, temporaryDataDir } from '../../stack/running-stack.ts';
import { delaysSince, type Delays } from '../pipeline/delays.ts';
import { admitLearned, learnedStates } from '../pipeline/learned.ts';
import { besidePyTorch } from './beside-pytorch.ts';

const learnedMinutes = 6;
const settleMs = 30_000;

export const usage = `npm run bench -- retrain [--patients 200] [--fill 90] [--seconds 60] [--epochs 6] [--json]

Drives the whole running stack (local broker, embedded database) with synthetic patients whom the scorer knows, and trains the
model further on what they have sent in --fill seconds, as a job of the trainer: beats trained a second, its memory, and how long
a beat takes from its last sample to its stored score before, during and after the job (--seconds each before and after; the
job from its start to its end). With ECG_DATA_DIR the comparison on the reference sets is part of the job.

Then a training step of the same model without anything beside it, beside PyTorch.`;

/** How a retraining and the live path get on with one another. */
export async function main(args: string[]): Promise<object> {
  const { values } = parseArgs({
    args,
    options: {
      patients: { type: 'string', default: '200' },
      fill: { type: 'string', default: '90' },
      seconds: { type: 'string', default: '60' },
      epochs: { type: 'string', default: '6' },
      json: { type: 'boolean', default: false },
    },
  });
  const dataDir = await temporaryDataDir();
  const stack = await RunningStack.start(dataDir.path, ['--no-simulator']);
  let measured: Measured;
  try {
    measured = await measure(stack, {
      patients: Number(values.patients),
      fillSeconds: Number(values.fill),
      seconds: Number(values.seconds),
      epochs: Number(values.epochs),
      say: values.json ? () => undefined : console.log,
    });
  } finally {
    await stack.interrupt();
    await dataDir.remove();
  }
  const alone = await besidePyTorch(Number(values.seconds) / 4);
  if (!values.json) print(measured, alone);
  return { patients: Number(values.patients), ...measured, alone };
}

interface Measured {
  readonly before: Delays;
  readonly during: Delays;
  readonly after: Delays;
  /** p99 during the job to the greater one without. */
  readonly ratio: number;
  readonly job: Pick<RetrainResult, 'trainBeats' | 'patients' | 'peakMemoryBytes'> & {
    readonly epochs: number;
    readonly seconds: number;
    readonly trainingSeconds: number;
    readonly beatsPerSecond: number;
  };
}

interface Settings {
  readonly patients: number;
  readonly fillSeconds: number;
  readonly seconds: number;
  readonly epochs: number;
  readonly say: (text: string) => void;
}

async function measure(stack: RunningStack, settings: Settings): Promise<Measured> {
  const { patients, fillSeconds, seconds, epochs, say } = settings;
  const { brokers, databaseUrl } = stack.info;
  if (brokers === undefined) throw new Error('this benchmark needs the local broker: see beatwatch doctor');
  const stream = await createKafkaStream({ brokers, clientId: 'bench' });
  const producer = await stream.producer();
  const database = openDatabase({ connectionString: databaseUrl, applicationName: 'bench' });
  const { repositories } = database;
  const queue = await openJobQueue({ pool: database.pool, kinds: [retrainKind], onError: console.error });
  const fleet = createLoadFleet({ patients: 0, producer });
  const during = async (what: string, work: () => Promise<unknown>): Promise<Delays> => {
    const sinceUs = Date.now() * 1000;
    await work();
    const delays = await delaysSince(repositories, sinceUs);
    say(
      `${what}: p50 ${delays.p50Ms.toFixed(0)} ms, p99 ${delays.p99Ms.toFixed(0)} ms, ${delays.beats} beats`,
    );
    return delays;
  };
  try {
    await fleet.start();
    const states = await learnedStates(learnedMinutes);
    await admitLearned({ stack, stream, repositories }, states, { from: 0, to: patients });
    fleet.setPatients(patients);
    await delay(settleMs + fillSeconds * 1000);
    const before = await during('before the job', () => delay(seconds * 1000));
    let job: Measured['job'] | undefined;
    const whileJob = await during('during the job', async () => {
      job = await runJob(queue, { epochs, sinceMs: settleMs + (fillSeconds + seconds) * 1000 });
    });
    const after = await during('after the job', () => delay(seconds * 1000));
    if (job === undefined) throw new Error('the job has not ended');
    const ratio = whileJob.p99Ms / Math.max(before.p99Ms, after.p99Ms);
    return { before, during: whileJob, after, ratio, job };
  } finally {
    await fleet.stop();
    await queue.close();
    await producer.stop();
    await Promise.all([stream.stop(), database.close()]);
  }
}

async function runJob(
  queue: JobQueue,
  request: { readonly epochs: number; readonly sinceMs: number },
): Promise<Measured['job']> {
  const startedMs = performance.now();
  const id = await queue.enqueue(retrainKind, retrainDataOf(request));
  let trainingFromMs: number | undefined;
  let trainingToMs: number | undefined;
  for (;;) {
    const job = await queue.find(id);
    const phase = retrainProgressSchema.safeParse(job?.progress).data?.phase;
    if (phase === 'training') trainingFromMs ??= performance.now();
    else if (trainingFromMs !== undefined) trainingToMs ??= performance.now();
    if (job?.state === 'failed') throw new Error(`the job failed: ${job.failure ?? ''}`);
    if (job?.state === 'completed') {
      const { trainBeats, patients, peakMemoryBytes } = retrainResultSchema.parse(job.result);
      const endedMs = performance.now();
      const trainingSeconds = ((trainingToMs ?? endedMs) - (trainingFromMs ?? startedMs)) / 1000;
      return {
        trainBeats,
        patients,
        peakMemoryBytes,
        epochs: request.epochs,
        seconds: (endedMs - startedMs) / 1000,
        trainingSeconds,
        beatsPerSecond: (trainBeats * request.epochs) / trainingSeconds,
      };
    }
    await delay(500);
  }
}

function print({ ratio, job }: Measured, alone: Awaited<ReturnType<typeof besidePyTorch>>): void {
  const { trainBeats, epochs, seconds, trainingSeconds, beatsPerSecond, peakMemoryBytes } = job;
  console.log(`p99 during the job: ${ratio.toFixed(2)} times the greater one without`);
  console.log(
    `trained ${trainBeats} beats, ${epochs} epochs, in ${trainingSeconds.toFixed(0)} s beside the live path: ${beatsPerSecond.toFixed(0)} beats/s; ` +
      `the job took ${seconds.toFixed(0)} s and ${(peakMemoryBytes / 1_048_576).toFixed(0)} MiB at most`,
  );
  for (const { name, threads, beatsPerSecond: speed, beatsPerCpuSecond } of alone)
    console.log(
      `alone, ${name}, ${threads} thread(s): ${speed.toFixed(0)} beats/s, ${beatsPerCpuSecond.toFixed(0)} per second of processors`,
    );
}
