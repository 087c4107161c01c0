import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type * as tfjsNode from '@tensorflow/tfjs-node';
import { ModelCoreError } from '../errors.ts';
import type { NativeBinding } from './native-operators.ts';

const require = createRequire(import.meta.url);

/** With the CUDA build first: who set that up wants it. */
const packages = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'] as const;

/** First major version of Node.js that took away functions which tfjs-node 4.22 calls. */
const firstUnfitNode = 23;

export type TensorflowInstallation =
  | { readonly available: true; readonly packageName: (typeof packages)[number] }
  | { readonly available: false; readonly reason: string; readonly remedy: string };

/** Whether the engine `tensorflow` can run here, told from files alone: nothing is loaded. */
export function findTensorflow(nodeVersion = process.versions.node): TensorflowInstallation {
  if (Number(nodeVersion.split('.')[0]) >= firstUnfitNode)
    return {
      available: false,
      reason: `tfjs-node 4.22 does not work on Node.js ${firstUnfitNode} and later, and this is ${nodeVersion}`,
      remedy: 'run Node.js 20 or 22, or leave it: the other engines do the same work',
    };
  const packageName = packages.find(isSetUp);
  if (packageName !== undefined) return { available: true, packageName };
  return {
    available: false,
    reason: 'libtensorflow is not set up',
    remedy: 'npm run setup:tensorflow',
  };
}

/** Its compiled binding is there, and the library that this was linked against. */
function isSetUp(packageName: string): boolean {
  try {
    const folder = dirname(require.resolve(`${packageName}/package.json`));
    const compiled = join(folder, 'lib');
    const built = readdirSync(compiled).some((name) => existsSync(join(compiled, name, 'tfjs_binding.node')));
    // A link whose target is gone does not exist.
    return built && libraries.some((name) => existsSync(join(folder, 'deps', 'lib', name)));
  } catch {
    return false;
  }
}

const libraries = ['libtensorflow.so', 'libtensorflow.so.2', 'libtensorflow.2.dylib', 'tensorflow.dll'];

/**
 * The package itself; the first call in a process takes about a second.
 * @throws ModelCoreError (`engine-failed`) where it is not set up or does not load
 */
export function loadTensorflow(): typeof tfjsNode {
  const installation = findTensorflow();
  if (!installation.available)
    throw new ModelCoreError(`the engine tensorflow: ${installation.reason}; ${installation.remedy}`, {
      code: 'engine-failed',
    });
  try {
    return require(installation.packageName) as typeof tfjsNode;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ModelCoreError(
      `${installation.packageName} could not be loaded: ${reason}; npm run setup:tensorflow -- --force`,
      { code: 'engine-failed', cause },
    );
  }
}

/** Its binding to libtensorflow, with which operators are called by their names. */
export const loadBinding = (): NativeBinding =>
  (loadTensorflow().backend() as unknown as { readonly binding: NativeBinding }).binding;
