import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lastLines, runCommand } from '@beatwatch/service-kit/process';
import type { Variant } from './binding-package.ts';
import { SetupError } from './errors.ts';
import { headerFiles } from './headers.ts';
import { cudaRequirements, versionOf } from './wheel-metadata.ts';

/** The release that the binding is built against, whichever registry package it comes in. */
const libraryVersion = '2.20.0';

const downloadLimitMs = 30 * 60_000;
const unpackLimitMs = 5 * 60_000;

/** What is done, in sentences. */
export type Say = (sentence: string) => void;

/** `$XDG_CACHE_HOME/beatwatch/libtensorflow-VERSION-VARIANT`, or the same under `~/.cache`. */
function libraryFolder(variant: Variant, env: NodeJS.ProcessEnv = process.env): string {
  const cacheHome = env['XDG_CACHE_HOME'];
  const root = cacheHome === undefined || cacheHome === '' ? join(homedir(), '.cache') : cacheHome;
  return join(root, 'beatwatch', `libtensorflow-${libraryVersion}-${variant}`);
}

/**
 * Gets libtensorflow out of its Python wheel, unless it is there: `tensorflow/libtensorflow_cc.so.2` and
 * `libtensorflow_framework.so.2`, the headers under `tensorflow/include`, and for the GPU CUDA's own libraries under
 * `nvidia`. The folder gets its name once all of it is there, so that half a download never counts.
 * @param anew fetches it though it is there
 * @throws SetupError where pip is missing, cannot fetch the wheel, or the wheel is another version
 */
export async function ensureLibrary(variant: Variant, anew: boolean, say: Say): Promise<string> {
  const folder = libraryFolder(variant);
  if (anew) await rm(folder, { recursive: true, force: true });
  if (existsSync(folder)) {
    say(`libtensorflow ${libraryVersion} is in ${folder} already.`);
    return folder;
  }
  if (process.platform !== 'linux')
    throw new SetupError(
      `The registry's libtensorflow serves Linux only, and this is ${process.platform}: only the package's own install script can help here.`,
    );
  await mkdir(dirname(folder), { recursive: true });
  // Beside its destination: a rename cannot cross file systems.
  const work = await mkdtemp(join(dirname(folder), '.fetch-'));
  try {
    const unpacked = join(work, 'unpacked');
    await fetchTensorflow(variant, work, unpacked, say);
    await rename(unpacked, folder).catch((error: unknown) => {
      // Another set-up was quicker.
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  say(`It is kept in ${folder}.`);
  return folder;
}

async function fetchTensorflow(variant: Variant, work: string, unpacked: string, say: Say): Promise<void> {
  const wheelName = variant === 'gpu' ? 'tensorflow' : 'tensorflow-cpu';
  say(
    `Fetching the Python wheel ${wheelName} ${libraryVersion} through pip (${variant === 'gpu' ? 'about 620' : '259'} MB, once).`,
  );
  const wheel = await pipDownload(`${wheelName}==${libraryVersion}`, work);
  await unpack(wheel, unpacked, [
    'tensorflow/libtensorflow_cc.so.2',
    'tensorflow/libtensorflow_framework.so.2',
    ...headerFiles.map((header) => `tensorflow/include/${header}`),
    '*.dist-info/METADATA',
  ]);
  const metadata = await readMetadata(unpacked);
  const found = versionOf(metadata);
  if (found !== libraryVersion)
    throw new SetupError(`${wheelName}: found version ${found ?? 'none'}, expected ${libraryVersion}.`);
  for (const file of ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2']) {
    if (!existsSync(join(unpacked, 'tensorflow', file)))
      throw new SetupError(`${wheelName} ${libraryVersion} holds no ${file}, which it should.`);
  }
  if (variant === 'cpu') return;
  const requirements = cudaRequirements(metadata);
  say(`Fetching CUDA's own libraries (${requirements.length} wheels, some 2.5 GB, once).`);
  for (const requirement of requirements) {
    const library = await pipDownload(requirement, work);
    await unpack(library, unpacked, ['nvidia/*/lib/*']);
    await rm(library);
  }
}

/** @returns the wheel's path */
async function pipDownload(requirement: string, work: string): Promise<string> {
  const destination = await mkdtemp(join(work, 'wheel-'));
  // libtensorflow is the same for every Python: one that wheels are made for, whichever is installed.
  const args = [
    'download',
    '--no-deps',
    '--only-binary=:all:',
    '--python-version=3.12',
    '--progress-bar=off',
  ];
  const { exitCode, output } = await runCommand(
    'python3',
    ['-m', 'pip', ...args, '--dest', destination, requirement],
    { limitMs: downloadLimitMs },
  );
  if (exitCode !== 0)
    throw new SetupError(
      `pip could not fetch ${requirement} (it needs python3 with pip, and pip a registry it reaches):\n${lastLines(output)}`,
    );
  const wheel = (await readdir(destination)).find((file) => file.endsWith('.whl'));
  if (wheel === undefined) throw new SetupError(`pip fetched no wheel for ${requirement}.`);
  return join(destination, wheel);
}

async function unpack(wheel: string, folder: string, patterns: readonly string[]): Promise<void> {
  const script = fileURLToPath(new URL('unpack_wheel.py', import.meta.url));
  const { exitCode, output } = await runCommand('python3', [script, wheel, folder, ...patterns], {
    limitMs: unpackLimitMs,
  });
  if (exitCode !== 0) throw new SetupError(`${wheel} could not be unpacked:\n${lastLines(output)}`);
}

async function readMetadata(unpacked: string): Promise<string> {
  const folder = (await readdir(unpacked)).find((name) => name.endsWith('.dist-info'));
  if (folder === undefined) throw new SetupError('The wheel says nothing of its version.');
  return readFile(join(unpacked, folder, 'METADATA'), 'utf8');
}
