import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { wearableModelDirectory } from '@beatwatch/adaptation';
import { describeMachine } from '../../machine.ts';
import { bundle } from './bundle.ts';
import { vulkanFiles } from './vulkan-files.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

interface PackedPart {
  readonly name: string;
  readonly bytes: number;
}

export interface Packed {
  /** For machines of this kind alone: its Node.js and its libraries are within. */
  readonly folder: string;
  readonly platform: string;
  readonly bytes: number;
  readonly parts: readonly PackedPart[];
}

/**
 * Collects what the check needs in a new folder, from which it runs without network and without an installation: code, models, golden
 * numbers, test beats, onnxruntime, Dawn, the Vulkan loader, Node.js.
 * @throws Error where the folder is not empty, or a part is missing here
 */
export async function pack(given: string): Promise<Packed> {
  const folder = resolve(given);
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length > 0)
    throw new Error(`--pack: found files in ${folder}, expected a new folder`);
  const { commit } = await describeMachine();
  await bundle(root, folder);
  for (const [from, to] of files()) await copy(from, join(folder, to));
  await writeFile(join(folder, 'run'), runner);
  await chmod(join(folder, 'run'), 0o755);
  const platform = `${process.platform}-${process.arch}`;
  await writeFile(join(folder, 'test/bench/gpu/packed.json'), JSON.stringify({ commit, platform }));
  const parts = await partsOf(folder);
  return { folder, platform, parts, bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0) };
}

const runner = `#!/bin/sh
# The GPU check, without network: run [--minutes 8]; run --help lists more.
here=$(cd "$(dirname "$0")" && pwd)
export ECG_DATA_DIR="$here/data"
exec "$here/node" "$here/test/bench/gpu/packed.mjs" --out gpu-check.json "$@"
`;

/** From where, and to where in the folder. */
function files(): (readonly [string, string])[] {
  const { platform, arch } = process;
  const installed = (path: string): string => join(root, 'node_modules', path);
  const dawn = `webgpu/dist/${platform}-${platform === 'darwin' ? 'universal' : arch}`;
  const onnxruntime = `onnxruntime-node/bin/napi-v6/${platform}/${arch}`;
  const packages = [
    ...['package.json', 'dist'].map((name) => `onnxruntime-node/${name}`),
    onnxruntime,
    'onnxruntime-common',
    ...['package.json', 'index.js', 'LICENSE.md'].map((name) => `webgpu/${name}`),
    dawn,
  ];
  const here = [
    'packages/model-core/models',
    'packages/model-core/golden/engines.json',
    'test/bench/gpu/torch_cudnn.py',
  ];
  const wearable = wearableModelDirectory();
  const beats = join('ecg5000', 'ECG5000_TEST_HALF.arff');
  return [
    [process.execPath, 'node'],
    ...packages.map((path) => [installed(path), `node_modules/${path}`] as const),
    ...here.map((path) => [join(root, path), path] as const),
    [wearable, wearable.slice(root.length)],
    [resolve(process.env['ECG_DATA_DIR'] ?? '../shared/data', beats), join('data', beats)],
    ...vulkanFiles(),
  ];
}

async function copy(from: string, to: string): Promise<void> {
  if (!existsSync(from)) throw new Error(`--pack: ${from} is missing here`);
  await mkdir(dirname(to), { recursive: true });
  await cp(from, to, { recursive: true, dereference: true });
}

/** Folders and files that are worth a line. */
async function partsOf(folder: string): Promise<PackedPart[]> {
  const names = ['node', 'node_modules/onnxruntime-node', 'node_modules/webgpu', 'data', 'packages', 'test'];
  const parts = await Promise.all(
    names.map(async (name) => ({ name, bytes: await bytesUnder(join(folder, name)) })),
  );
  const rest = (await bytesUnder(folder)) - parts.reduce((sum, { bytes }) => sum + bytes, 0);
  return [...parts, { name: 'other', bytes: rest }];
}

async function bytesUnder(path: string): Promise<number> {
  const found = await stat(path);
  if (!found.isDirectory()) return found.size;
  const sizes = await Promise.all((await readdir(path)).map((name) => bytesUnder(join(path, name))));
  return sizes.reduce((sum, size) => sum + size, 0);
}
