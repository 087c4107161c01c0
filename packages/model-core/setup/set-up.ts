import { existsSync } from 'node:fs';
import process from 'node:process';
import { lastLines } from '@beatwatch/service-kit/process';
import { checkLibrary } from '../src/tensorflow/check-library.ts';
import { examineGpu } from '../src/tensorflow/gpu/examine-gpu.ts';
import type { LoadResult } from '../src/tensorflow/gpu/gpu-facts.ts';
import { stockBuild } from '../src/tensorflow/gpu/library-build.ts';
import { findBindingPackage, linkLibrary, noteBuild, type BindingPackage } from './binding-package.ts';
import { borrowBinding } from './borrow-binding.ts';
import { buildBinding } from './build-binding.ts';
import { SetupError } from './errors.ts';
import { ensureLibrary } from './library.ts';
import { installOrdinarily } from './ordinary-route.ts';
import type { Say } from './say.ts';
import type { Variant } from './variant.ts';

export interface SetUpOptions {
  /** The package of TensorFlow.js. */
  readonly variant: Variant;
  /** Its library: that of the variant, or for tests without a GPU the one without CUDA in the package for GPUs. */
  readonly library: Variant;
  /** Source of libtensorflow; `any` tries the package's install script, then the Python registry. */
  readonly from: 'any' | 'package' | 'registry';
  /** Sets up again even if an existing set-up works. */
  readonly force: boolean;
}

/**
 * Sets up TensorFlow.js's package for Node.js and checks that it works.
 * @throws SetupError if the set-up fails
 */
export async function setUpTensorflow(options: SetUpOptions, say: Say): Promise<void> {
  const { variant, library, from, force } = options;
  requireNodeVersion();
  const binding = findBindingPackage(variant);
  if (!force && accept(binding, library, await checkLibrary(binding.folder), say)) {
    say('Already set up: nothing to do.');
    return;
  }
  if (from !== 'registry' && library === variant && (await tryOrdinaryRoute(binding, variant, say))) return;
  if (from === 'package') throw new SetupError(`${binding.name} is not set up: its install script failed.`);

  const folder = await ensureLibrary({ variant: library, anew: force }, say);
  await linkLibrary(binding, folder, library);
  if (!(await borrowBinding(binding, variant, say))) {
    say(`Building the binding of ${binding.name} (about 20 to 60 seconds).`);
    await buildBinding(binding);
  }
  const result = await checkLibrary(binding.folder);
  if (!result.works)
    throw new SetupError(`${binding.name} does not work: ${lastLines(result.log)}${await reasons(variant)}`);
  accept(binding, library, result, say);
  if (library === 'gpu' && !result.usesGpu)
    say(`TensorFlow uses no GPU here and would compute on the CPU.${await reasons(variant)}`);
}

/** What keeps TensorFlow from the GPU, a line each. */
async function reasons(variant: Variant): Promise<string> {
  if (variant === 'cpu') return '';
  const lines = (await examineGpu()).map(
    ({ found, remedy }) => `\n  ${found}${remedy === undefined ? '' : `: ${remedy}`}`,
  );
  return lines.join('');
}

async function tryOrdinaryRoute(binding: BindingPackage, variant: Variant, say: Say): Promise<boolean> {
  say(
    `Running the install script of ${binding.name}: ${variant === 'gpu' ? 'CUDA 11.2 and cuDNN 8 have to be installed for it' : 'libtensorflow 2.9.1'}.`,
  );
  const failure = await installOrdinarily(binding, variant);
  if (failure !== undefined) {
    say(`The install script failed: ${failure}.`);
    return false;
  }
  await noteBuild(binding, variant === 'gpu' ? stockBuild : { kind: 'cpu' });
  return accept(binding, variant, await checkLibrary(binding.folder), say);
}

/** Whether the binding works; a library for GPUs, and no other, must have kernels for them, and use one if the machine has it. */
function accept(binding: BindingPackage, library: Variant, result: LoadResult, say: Say): boolean {
  if (!result.works) return false;
  const { version, usesGpu, cudaKernels } = result;
  if (cudaKernels !== (library === 'gpu')) {
    say(
      `${binding.name} works with TensorFlow ${version}, which is a build with${cudaKernels ? '' : 'out'} CUDA.`,
    );
    return false;
  }
  if (library === 'gpu' && !usesGpu && existsSync('/proc/driver/nvidia/version')) {
    say(`${binding.name} works with TensorFlow ${version}, but does not use this machine's GPU.`);
    return false;
  }
  const device = usesGpu ? 'on the GPU' : 'on the CPU';
  say(`${binding.name} works: it multiplied two matrices correctly with TensorFlow ${version} ${device}.`);
  return true;
}

/** tfjs-node 4.22 calls functions that Node.js 23 removed. */
function requireNodeVersion(): void {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 23) return;
  throw new SetupError(
    `tfjs-node 4.22 does not work on Node.js 23 and later, and this is ${process.versions.node}: use Node.js 20 or 22, or the engines onnx and wasm.`,
  );
}
