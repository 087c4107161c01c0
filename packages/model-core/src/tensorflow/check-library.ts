import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { LoadResult } from './gpu/gpu-facts.ts';
import { runProgram } from './gpu/run-program.ts';

const limitMs = 120_000;
const expected = [19, 22, 43, 50];

/**
 * Loads a package of TensorFlow.js for Node.js in a process of its own and multiplies two matrices with it.
 * @param folder of the package
 */
export async function checkLibrary(folder: string): Promise<LoadResult> {
  if (!existsSync(join(folder, 'lib'))) return { works: false, log: 'the binding is not built' };
  const script = fileURLToPath(new URL('check-library.cjs', import.meta.url));
  const { exitCode, output } = await runProgram(process.execPath, [script, folder], {
    limitMs,
    // TensorFlow says why it leaves a GPU in messages of the lowest level.
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '0', TF_FORCE_GPU_ALLOW_GROWTH: 'true' },
  });
  const printed = /^\{"product".*\}$/m.exec(output)?.[0];
  const log = output.replace(printed ?? '', '').trim();
  if (exitCode !== 0 || printed === undefined) return { works: false, log };
  const { product, ...result } = JSON.parse(printed) as {
    product: number[];
    version: string;
    usesGpu: boolean;
    cudaKernels: boolean;
  };
  if (product.join() !== expected.join())
    return { works: false, log: `found the product ${product.join()}, expected ${expected.join()}` };
  return { works: true, ...result, log };
}
