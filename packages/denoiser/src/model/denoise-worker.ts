// Runs in a worker thread, since onnxruntime blocks its calling thread.
import { move, transferableSymbol, valueSymbol, workerData } from 'piscina';
import { denoiseTasks, type DenoiseTask, type DenoiseWorkerData } from './denoise-task.ts';

const tasks = denoiseTasks(workerData as DenoiseWorkerData);

export default async function denoise(task: DenoiseTask): Promise<unknown> {
  const found = await tasks.denoise(task);
  // Transfers the noise instead of copying it.
  return move({ [transferableSymbol]: found.noise.buffer, [valueSymbol]: found });
}

export const { tryEngines } = tasks;
