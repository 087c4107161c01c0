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

/** Version of libtensorflow that the binding is built against, for both variants. */
const libraryVersion = '2.20.0';

const downloadLimitMs = 30 * 60_000;
const unpackLimitMs = 5 * 60_000;

/** Reports progress, one sentence per call. */
export type Say = (sentence: string) => void;

/** `$XDG_CACHE_HOME/beatwatch/libtensorflow-VERSION-VARIANT`, or the same under `~/.cache`. */
function libraryFolder(variant: Variant, env: NodeJS.ProcessEnv = process.env): string {
  const cacheHome = env['XDG_CACHE_HOME'];
  const root = cacheHome === undefined || cacheHome === '' ? join(homedir(), '.cache') : cacheHome;
  return join(root, 'beatwatch', `libtensorflow-${libraryVersion}-${variant}`);
}

/**
 * Extracts libtensorflow from its Python wheel into a cache folder, unless it is cached already. The folder holds
 * `tensorflow/libtensorflow_cc.so.2` and `libtensorflow_framework.so.2`, the headers under `tensorflow/include`, and
 * for the GPU the CUDA libraries under `nvidia`. It is renamed into place when complete, so that an interrupted download
 * never counts.
 * @param anew whether to download again even if cached
 * @returns the cache folder
 * @throws SetupError if pip is missing or cannot download the wheel, or the wheel has another version
 */
export async function ensureLibrary(variant: Variant, anew: boolean, say: Say): Promise<string> {
  const folder = libraryFolder(variant);
  if (anew) await rm(folder, { recursive: true, force: true });
  if (existsSync(folder)) {
    say(`libtensorflow ${libraryVersion} is already in ${folder}.`);
    return folder;
  }
  if (process.platform !== 'linux')
    throw new SetupError(
      `The Python registry's libtensorflow supports Linux only, not ${process.platform}: use --from package.`,
    );
  await mkdir(dirname(folder), { recursive: true });
  // Beside the destination, because a rename cannot cross file systems.
  const work = await mkdtemp(join(dirname(folder), '.fetch-'));
  try {
    const unpacked = join(work, 'unpacked');
    await fetchTensorflow(variant, work, unpacked, say);
    await rename(unpacked, folder).catch((error: unknown) => {
      // A concurrent set-up may have finished first.
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  say(`libtensorflow is now in ${folder}.`);
  return folder;
}

async function fetchTensorflow(variant: Variant, work: string, unpacked: string, say: Say): Promise<void> {
  const wheelName = variant === 'gpu' ? 'tensorflow' : 'tensorflow-cpu';
  say(
    `Downloading the Python wheel ${wheelName} ${libraryVersion} through pip (${variant === 'gpu' ? 'about 620' : '259'} MB, once).`,
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
      throw new SetupError(`${wheelName} ${libraryVersion}: ${file} is missing in the wheel.`);
  }
  if (variant === 'cpu') return;
  const requirements = cudaRequirements(metadata);
  say(`Downloading the CUDA libraries (${requirements.length} wheels, about 2.5 GB, once).`);
  for (const requirement of requirements) {
    const library = await pipDownload(requirement, work);
    await unpack(library, unpacked, ['nvidia/*/lib/*']);
    await rm(library);
  }
}

/** @returns path of the wheel */
async function pipDownload(requirement: string, work: string): Promise<string> {
  const destination = await mkdtemp(join(work, 'wheel-'));
  // libtensorflow is the same for every Python, so ask for a version with wheels, whichever is installed.
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
      `pip could not download ${requirement} (needs python3 with pip, and access to a package registry):\n${lastLines(output)}`,
    );
  const wheel = (await readdir(destination)).find((file) => file.endsWith('.whl'));
  if (wheel === undefined) throw new SetupError(`pip downloaded no wheel for ${requirement}.`);
  return join(destination, wheel);
}

async function unpack(wheel: string, folder: string, patterns: readonly string[]): Promise<void> {
  const script = fileURLToPath(new URL('unpack_wheel.py', import.meta.url));
  const { exitCode, output } = await runCommand('python3', [script, wheel, folder, ...patterns], {
    limitMs: unpackLimitMs,
  });
  if (exitCode !== 0) throw new SetupError(`Unpacking ${wheel} failed:\n${lastLines(output)}`);
}

async function readMetadata(unpacked: string): Promise<string> {
  const folder = (await readdir(unpacked)).find((name) => name.endsWith('.dist-info'));
  if (folder === undefined) throw new SetupError('The wheel has no .dist-info folder with its version.');
  return readFile(join(unpacked, folder, 'METADATA'), 'utf8');
}
