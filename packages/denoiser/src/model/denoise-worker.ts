// Runs in a worker thread: onnxruntime's calls block the thread they are made on.
import { move, transferableSymbol, valueSymbol, workerData } from 'piscina';
import { denoiseTasks, type DenoiseTask, type DenoiseWorkerData } from './denoise-task.ts';

const run = denoiseTasks(workerData as DenoiseWorkerData);

export default async function denoise(task: DenoiseTask): Promise<unknown> {
  const found = await run(task);
  // The noise is handed over, not copied.
  return move({ [transferableSymbol]: found.noise.buffer, [valueSymbol]: found });
}
