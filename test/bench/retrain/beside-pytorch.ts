import { upperMedian } from '@beatwatch/statistics';
import type { Contender, Duration } from '../../../packages/model-core/bench/contender.ts';
import { ourEngines } from '../../../packages/model-core/bench/our-engines.ts';
import { torchPeers } from '../../../packages/model-core/bench/torch-peer.ts';
import { PythonUnavailableError } from '../../stack/python.ts';

export interface Alone {
  readonly name: string;
  readonly threads: number;
  readonly beatsPerSecond: number;
  /** By processor time over all cores, which other work on the machine affects far less. */
  readonly beatsPerCpuSecond: number;
}

const batch = 32;
const sliceMs = 500;

/**
 * Training steps of the scorer's model for wearables at the batch of a retraining, by each engine in turn.
 * @param seconds for all of them together
 */
export async function besidePyTorch(seconds: number): Promise<readonly Alone[]> {
  const job = { model: 'wearable', task: 'training step', batch } as const;
  const everyone = [...(await ourEngines()), ...(await peers())];
  const contenders = new Map<Contender, Duration[]>();
  for (const contender of everyone) if (contender.takes(job)) contenders.set(contender, []);
  const endMs = performance.now() + seconds * 1000;
  do {
    for (const [contender, done] of contenders) done.push(...(await contender.run(job, sliceMs)));
  } while (performance.now() < endMs);
  await Promise.all(everyone.map((contender) => contender.close()));
  const speedOf = (durations: readonly number[]): number => (1000 * batch) / (upperMedian(durations) ?? NaN);
  return [...contenders].map(([{ name, threads }, done]) => ({
    name,
    threads,
    beatsPerSecond: speedOf(done.map(({ ms }) => ms)),
    beatsPerCpuSecond: speedOf(done.map(({ cpuMs }) => cpuMs)),
  }));
}

async function peers(): Promise<readonly Contender[]> {
  try {
    return await torchPeers(console.error);
  } catch (error) {
    if (!(error instanceof PythonUnavailableError)) throw error;
    console.error(`without PyTorch: ${error.message}`);
    return [];
  }
}
