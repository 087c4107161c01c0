import { existsSync } from 'node:fs';
import process from 'node:process';
import { findBindingPackage, linkLibrary, type BindingPackage, type Variant } from './binding-package.ts';
import { buildBinding } from './build-binding.ts';
import { checkBinding, type CheckResult } from './check-binding.ts';
import { SetupError } from './errors.ts';
import { ensureLibrary, type Say } from './library.ts';
import { installOrdinarily } from './ordinary-route.ts';

export interface SetUpOptions {
  readonly variant: Variant;
  /** Source of libtensorflow; `any` tries the package's install script, then the Python registry. */
  readonly from: 'any' | 'package' | 'registry';
  /** Sets up again even if an existing set-up works. */
  readonly force: boolean;
}

/**
 * Sets up TensorFlow.js's package for Node.js and checks that it works.
 * @throws SetupError if the set-up fails
 */
export async function setUpTensorflow({ variant, from, force }: SetUpOptions, say: Say): Promise<void> {
  requireNodeVersion();
  const binding = findBindingPackage(variant);
  if (!force) {
    const result = await checkBinding(binding);
    if (accept(binding, variant, result, say)) {
      say('Already set up: nothing to do.');
      return;
    }
  }
  if (from !== 'registry' && (await tryOrdinaryRoute(binding, variant, say))) return;
  if (from === 'package') throw new SetupError(`${binding.name} is not set up: its install script failed.`);

  const library = await ensureLibrary(variant, force, say);
  await linkLibrary(binding, library);
  say(`Building the binding of ${binding.name} (about 20 to 60 seconds).`);
  await buildBinding(binding);
  const result = await checkBinding(binding);
  if (!result.works) throw new SetupError(`${binding.name} does not work: ${result.reason}`);
  accept(binding, variant, result, say);
  if (variant === 'gpu' && !result.gpu)
    say('TensorFlow detects no GPU and would run on the CPU: check the NVIDIA driver.');
}

async function tryOrdinaryRoute(binding: BindingPackage, variant: Variant, say: Say): Promise<boolean> {
  say(`Running the install script of ${binding.name}.`);
  const failure = await installOrdinarily(binding, variant);
  if (failure !== undefined) {
    say(`The install script failed: ${failure}.`);
    return false;
  }
  return accept(binding, variant, await checkBinding(binding), say);
}

/** Whether the binding works; the `gpu` variant must use the GPU if the machine has one. */
function accept(binding: BindingPackage, variant: Variant, result: CheckResult, say: Say): boolean {
  if (!result.works) return false;
  if (variant === 'gpu' && !result.gpu && existsSync('/proc/driver/nvidia/version')) {
    say(`${binding.name} works with TensorFlow ${result.version}, but does not use this machine's GPU.`);
    return false;
  }
  const device = result.gpu ? 'on the GPU' : 'on the CPU';
  say(
    `${binding.name} works: it multiplied two matrices correctly with TensorFlow ${result.version} ${device}.`,
  );
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
