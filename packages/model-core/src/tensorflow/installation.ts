import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type * as tfjsNode from '@tensorflow/tfjs-node';
import { ModelCoreError } from '../errors.ts';
import type { NativeBinding } from './native-operators.ts';

const require = createRequire(import.meta.url);

/** In order of preference: the CUDA build, if set up, is used. */
const packages = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'] as const;

/** First major version of Node.js without functions that tfjs-node 4.22 calls. */
const firstUnsupportedNode = 23;

export type TensorflowInstallation =
  | { readonly available: true; readonly packageName: (typeof packages)[number] }
  | { readonly available: false; readonly reason: string; readonly remedy: string };

/** Finds out whether the engine `tensorflow` is available. Looks at files only, loads no library. */
export function findTensorflow(nodeVersion = process.versions.node): TensorflowInstallation {
  if (Number(nodeVersion.split('.')[0]) >= firstUnsupportedNode)
    return {
      available: false,
      reason: `tfjs-node 4.22 does not work on Node.js ${firstUnsupportedNode} and later, and this is ${nodeVersion}`,
      remedy: 'run Node.js 20 or 22, or use the other engines, which do the same work',
    };
  const packageName = packages.find(isSetUp);
  if (packageName !== undefined) return { available: true, packageName };
  return {
    available: false,
    reason: 'libtensorflow is not set up',
    remedy: 'npm run setup:tensorflow',
  };
}

/** Whether the compiled binding and the library that it is linked against exist. */
function isSetUp(packageName: string): boolean {
  try {
    const folder = dirname(require.resolve(`${packageName}/package.json`));
    const compiled = join(folder, 'lib');
    const built = readdirSync(compiled).some((name) => existsSync(join(compiled, name, 'tfjs_binding.node')));
    // existsSync follows links, so a dangling link counts as missing.
    return built && libraries.some((name) => existsSync(join(folder, 'deps', 'lib', name)));
  } catch {
    return false;
  }
}

const libraries = ['libtensorflow.so', 'libtensorflow.so.2', 'libtensorflow.2.dylib', 'tensorflow.dll'];

/**
 * Loads TensorFlow.js for Node.js; the first call in a process takes about a second.
 * @throws ModelCoreError (`engine-failed`) if it is not set up or fails to load
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

/** Loads the binding of TensorFlow.js to libtensorflow, which runs operators by name. */
export const loadBinding = (): NativeBinding =>
  (loadTensorflow().backend() as unknown as { readonly binding: NativeBinding }).binding;
