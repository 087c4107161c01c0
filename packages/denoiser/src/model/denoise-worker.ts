// Runs in a worker thread: onnxruntime's calls block the thread they are made on.
import { move, transferableSymbol, valueSymbol } from 'piscina';
import { runDenoiseTask, type DenoiseTask } from './denoise-task.ts';

export default async function denoise(task: DenoiseTask): Promise<unknown> {
  const found = await runDenoiseTask(task);
  // The noise is handed over, not copied.
  return move({ [transferableSymbol]: found.noise.buffer, [valueSymbol]: found });
}
