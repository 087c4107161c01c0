import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type * as tfjsNode from '@tensorflow/tfjs-node';
import { ModelCoreError } from '../errors.ts';
import type { LibraryBuild } from './gpu/library-build.ts';
import type { NativeBinding } from './native-operators.ts';

const require = createRequire(import.meta.url);

/** In order of preference: the CUDA build, if set up, is used. */
const tensorflowPackages = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'] as const;
export type TensorflowPackage = (typeof tensorflowPackages)[number];

/** First major version of Node.js without functions that tfjs-node 4.22 calls. */
const firstUnsupportedNode = 23;

export type TensorflowInstallation =
  | { readonly available: true; readonly packageName: TensorflowPackage }
  | { readonly available: false; readonly reason: string; readonly remedy: string };

/** Finds out whether the engine `tensorflow` is available. Looks at files only, loads no library. */
export function findTensorflow(nodeVersion = process.versions.node): TensorflowInstallation {
  if (Number(nodeVersion.split('.')[0]) >= firstUnsupportedNode)
    return {
      available: false,
      reason: `tfjs-node 4.22 does not work on Node.js ${firstUnsupportedNode} and later, and this is ${nodeVersion}`,
      remedy: 'run Node.js 20 or 22, or use the other engines, which do the same work',
    };
  const installed = installedPackage();
  if (installed !== undefined) return { available: true, packageName: installed.name };
  return {
    available: false,
    reason: 'libtensorflow is not set up',
    remedy: 'npm run setup:tensorflow',
  };
}

/** A package that is set up, and its library. */
export interface InstalledPackage {
  readonly name: TensorflowPackage;
  readonly folder: string;
  /** As the set-up noted it; undefined where it was made by other means. */
  readonly build: LibraryBuild | undefined;
}

/** The package that the engine uses: that for GPUs unless it is linked to a library without CUDA and the other one is there. */
export function installedPackage(): InstalledPackage | undefined {
  const installed = tensorflowPackages.flatMap((name) => {
    const folder = setUpFolder(name);
    return folder === undefined ? [] : [{ name, folder, build: notedBuild(folder) }];
  });
  return installed.find(({ name, build }) => !name.endsWith('-gpu') || build?.kind !== 'cpu') ?? installed[0];
}

/** Folder of a package whose compiled binding exists, and the library that it is linked against. */
export function setUpFolder(packageName: TensorflowPackage): string | undefined {
  try {
    const folder = dirname(require.resolve(`${packageName}/package.json`));
    const compiled = join(folder, 'lib');
    const built = readdirSync(compiled).some((name) => existsSync(join(compiled, name, 'tfjs_binding.node')));
    // existsSync follows links, so a dangling link counts as missing.
    const linked = libraries.some((name) => existsSync(join(folder, 'deps', 'lib', name)));
    return built && linked ? folder : undefined;
  } catch {
    return undefined;
  }
}

/** File in a package's folder in which the set-up notes what the library was built for. */
export const buildNote = join('deps', 'library-build.json');

function notedBuild(folder: string): LibraryBuild | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, buildNote), 'utf8')) as LibraryBuild;
  } catch {
    return undefined;
  }
}

const libraries = ['libtensorflow.so', 'libtensorflow.so.2', 'libtensorflow.2.dylib', 'tensorflow.dll'];

/**
 * Loads TensorFlow.js for Node.js; the first call in a process takes about a second.
 * @param packageName default: that of {@link findTensorflow}
 * @throws ModelCoreError (`engine-failed`) if it is not set up or fails to load
 */
export function loadTensorflow(packageName?: TensorflowPackage): typeof tfjsNode {
  const name = packageName ?? requireTensorflow();
  try {
    return require(name) as typeof tfjsNode;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ModelCoreError(`${name} could not be loaded: ${reason}; npm run setup:tensorflow -- --force`, {
      code: 'engine-failed',
      cause,
    });
  }
}

function requireTensorflow(): TensorflowPackage {
  const installation = findTensorflow();
  if (installation.available) return installation.packageName;
  throw new ModelCoreError(`the engine tensorflow: ${installation.reason}; ${installation.remedy}`, {
    code: 'engine-failed',
  });
}

/** The binding of TensorFlow.js to libtensorflow, which runs operators by name. */
export const bindingOf = (tensorflow: typeof tfjsNode): NativeBinding =>
  (tensorflow.backend() as unknown as { readonly binding: NativeBinding }).binding;

/** Whether TensorFlow computes on a GPU: all of its tensors are there then. */
export const usesGpu = (tensorflow: typeof tfjsNode): boolean =>
  (tensorflow.backend() as unknown as { readonly isUsingGpuDevice: boolean }).isUsingGpuDevice;
