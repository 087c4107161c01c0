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
  /** `any` tries the package's own script and then the registry. */
  readonly from: 'any' | 'package' | 'registry';
  /** Begins anew where a set-up is there and works. */
  readonly force: boolean;
}

/**
 * Makes TensorFlow.js's package for Node.js compute, and proves it.
 * @throws SetupError where it does not in the end
 */
export async function setUpTensorflow({ variant, from, force }: SetUpOptions, say: Say): Promise<void> {
  requireNodeVersion();
  const binding = findBindingPackage(variant);
  if (!force) {
    const result = await checkBinding(binding);
    if (accept(binding, variant, result, say)) {
      say('It was set up already: nothing to do.');
      return;
    }
  }
  if (from !== 'registry' && (await tryOrdinaryRoute(binding, variant, say))) return;
  if (from === 'package')
    throw new SetupError(`${binding.name} is not set up: its own install script did not help.`);

  const library = await ensureLibrary(variant, force, say);
  await linkLibrary(binding, library);
  say(`Building the binding of ${binding.name} (some 20 to 60 seconds).`);
  await buildBinding(binding);
  const result = await checkBinding(binding);
  if (!result.works) throw new SetupError(`${binding.name} does not compute: ${result.reason}`);
  accept(binding, variant, result, say);
  if (variant === 'gpu' && !result.gpu)
    say('TensorFlow sees no GPU here and would compute on the processor: check the NVIDIA driver.');
}

async function tryOrdinaryRoute(binding: BindingPackage, variant: Variant, say: Say): Promise<boolean> {
  say(`Trying the install script of ${binding.name}.`);
  const failure = await installOrdinarily(binding, variant);
  if (failure !== undefined) {
    say(`It did not succeed (${failure}).`);
    return false;
  }
  return accept(binding, variant, await checkBinding(binding), say);
}

/** Whether it computes; where a GPU is in the machine, on the GPU if that was asked for. */
function accept(binding: BindingPackage, variant: Variant, result: CheckResult, say: Say): boolean {
  if (!result.works) return false;
  if (variant === 'gpu' && !result.gpu && existsSync('/proc/driver/nvidia/version')) {
    say(`${binding.name} computes with TensorFlow ${result.version}, but not on this machine's GPU.`);
    return false;
  }
  const device = result.gpu ? 'on the GPU' : 'on the processor';
  say(`${binding.name} multiplied two matrices rightly with TensorFlow ${result.version} ${device}.`);
  return true;
}

/** tfjs-node 4.22 calls functions that Node.js 23 took away. */
function requireNodeVersion(): void {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 23) return;
  throw new SetupError(
    `tfjs-node 4.22 does not work on Node.js 23 and later, and this is ${process.versions.node}: use Node.js 20 or 22 for the tensorflow engine. Everything else runs on the onnx and wasm engines.`,
  );
}
