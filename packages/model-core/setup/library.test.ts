import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { linkLibrary, type BindingPackage } from './binding-package.ts';
import { ensureLibrary, type EnsureLibraryOptions } from './library.ts';
import { libraryVersion, megabytesOf, wheelsOf, type Wheel } from './wheels.ts';

const pythonMissing = spawnSync('python3', ['--version']).status !== 0;
/** Two programs are started in Python for each wheel. */
const limitMs = 60_000;

let shelf: string;
let folder: string;
beforeAll(() => {
  shelf = mkdtempSync(join(tmpdir(), 'beatwatch-wheels-'));
  if (!pythonMissing) [tensorflow, cudnn].forEach(makeWheel);
}, limitMs);
afterAll(() => {
  rmSync(shelf, { recursive: true, force: true });
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'beatwatch-setup-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const buildInfo = `build_info = {'is_cuda_build': True, 'cuda_version': '12.5.1', 'cudnn_version': '9', 'cuda_compute_capabilities': ['sm_80', 'compute_90']}`;

/** Wheels with the layout of the real ones, and the names of files that stay in them. */
const contents: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  tensorflow: {
    'tensorflow/libtensorflow_cc.so.2': 'library',
    'tensorflow/libtensorflow_framework.so.2': 'framework',
    'tensorflow/include/tensorflow/c/c_api.h': 'header',
    'tensorflow/python/platform/build_info.py': buildInfo,
    'tensorflow/python/keras/large.py': 'not needed',
  },
  'nvidia-cudnn-cu12': {
    'nvidia/cudnn/lib/libcudnn.so.9': 'cuDNN',
    'nvidia/cudnn/include/cudnn.h': 'not needed',
  },
};

const tensorflow: Wheel = {
  ...wheelsOf.gpu[0]!,
  patterns: wheelsOf.gpu[0]!.patterns.filter(
    (pattern) => !/include\/(?!tensorflow\/c\/c_api\.h)/.test(pattern),
  ),
};
const cudnn = wheelsOf.gpu.find(({ name }) => name === 'nvidia-cudnn-cu12')!;

const fileOf = ({ name, version }: Wheel): string => `${name}-${version}.whl`;

function makeWheel(wheel: Wheel): void {
  const files = join(shelf, wheel.name);
  for (const [path, text] of Object.entries(contents[wheel.name]!)) {
    mkdirSync(join(files, path, '..'), { recursive: true });
    writeFileSync(join(files, path), text);
  }
  const tops = readdirSync(files).map((top) => join(files, top));
  const { status } = spawnSync('python3', ['-m', 'zipfile', '-c', join(shelf, fileOf(wheel)), ...tops]);
  expect(status).toBe(0);
}

/** Puts a wheel into a folder, as pip does. */
function putWheel(wheel: Wheel, into: string): Promise<string> {
  const file = join(into, fileOf(wheel));
  copyFileSync(join(shelf, fileOf(wheel)), file);
  return Promise.resolve(file);
}

const options = (download: EnsureLibraryOptions['download']): EnsureLibraryOptions => ({
  variant: 'gpu',
  anew: false,
  env: { XDG_CACHE_HOME: folder },
  wheels: [tensorflow, cudnn],
  ...(download && { download }),
});

const said: string[] = [];
const say = (sentence: string): void => void said.push(sentence);

describe.skipIf(pythonMissing)('libtensorflow out of wheels, with python3', { timeout: limitMs }, () => {
  it("takes out what binding and loader need, and links it where the library's own loader path leads", async () => {
    const library = await ensureLibrary(options(putWheel), say);
    expect(library).toBe(join(folder, 'beatwatch', `libtensorflow-${libraryVersion}-gpu`));
    expect(readFileSync(join(library, 'nvidia/cudnn/lib/libcudnn.so.9'), 'utf8')).toBe('cuDNN');
    expect(existsSync(join(library, 'nvidia/cudnn/include'))).toBe(false);
    expect(existsSync(join(library, 'tensorflow/python/keras'))).toBe(false);
    expect(readdirSync(join(folder, 'beatwatch'))).toEqual([`libtensorflow-${libraryVersion}-gpu`]);
    expect(said.join('\n')).toContain(`2 Python wheels of ${megabytesOf([tensorflow, cudnn])} MB`);

    const package_ = join(folder, 'tfjs-node-gpu');
    const binding: BindingPackage = {
      name: '@tensorflow/tfjs-node-gpu',
      folder: package_,
      dependencies: join(package_, 'deps'),
      compiled: join(package_, 'lib'),
    };
    await linkLibrary(binding, library, 'gpu');
    // $ORIGIN is the folder of the link that was opened.
    const origin = join(binding.dependencies, 'lib');
    expect(realpathSync(join(origin, 'libtensorflow_framework.so.2'))).toBe(
      join(library, 'tensorflow/libtensorflow_framework.so.2'),
    );
    expect(readFileSync(join(origin, '../nvidia/cudnn/lib/libcudnn.so.9'), 'utf8')).toBe('cuDNN');
    expect(JSON.parse(readFileSync(join(package_, 'deps/library-build.json'), 'utf8'))).toEqual({
      kind: 'cuda',
      cuda: '12.5.1',
      cudnn: 9,
      capabilities: ['sm_80', 'compute_90'],
    });
    expect(lstatSync(join(binding.dependencies, 'include')).isSymbolicLink()).toBe(true);
  });

  it('goes on with the wheel at which it was interrupted', async () => {
    const failing = vi.fn((wheel: Wheel, into: string) =>
      wheel === cudnn ? Promise.reject(new Error('no network')) : putWheel(wheel, into),
    );
    await expect(ensureLibrary(options(failing), say)).rejects.toThrow('no network');
    const library = join(folder, 'beatwatch', `libtensorflow-${libraryVersion}-gpu`);
    expect(existsSync(library)).toBe(false);

    const second = vi.fn(putWheel);
    await ensureLibrary(options(second), say);
    expect(second.mock.calls.map(([{ name }]) => name)).toEqual(['nvidia-cudnn-cu12']);
    expect(existsSync(join(library, 'tensorflow/libtensorflow_cc.so.2'))).toBe(true);

    const third = vi.fn(putWheel);
    expect(await ensureLibrary(options(third), say)).toBe(library);
    expect(third).not.toHaveBeenCalled();
  });

  it('refuses a wheel that lacks a file, and is whole the next time', async () => {
    const other: Wheel = { ...cudnn, patterns: ['nvidia/cudnn/lib/libcudnn.so.10'] };
    await expect(ensureLibrary({ ...options(putWheel), wheels: [other] }, say)).rejects.toThrow(
      'nvidia/cudnn/lib/libcudnn.so.10 is missing in the wheel',
    );
    await expect(ensureLibrary({ ...options(putWheel), wheels: [cudnn] }, say)).resolves.toBeTruthy();
  });

  it('leaves a folder alone that another living process fills', async () => {
    const partial = join(folder, 'beatwatch', `libtensorflow-${libraryVersion}-gpu.partial`);
    mkdirSync(partial, { recursive: true });
    writeFileSync(join(partial, '.set-up-by'), String(process.ppid));
    await expect(ensureLibrary(options(putWheel), say)).rejects.toThrow(`process ${process.ppid}`);
  });
});

it('pins every wheel to one file', () => {
  for (const { name, version, sha256, megabytes } of [...wheelsOf.cpu, ...wheelsOf.gpu]) {
    expect(sha256, name).toMatch(/^[0-9a-f]{64}$/);
    expect(version, name).toMatch(/^\d+(\.\d+)+$/);
    expect(megabytes, name).toBeGreaterThan(1);
  }
});
