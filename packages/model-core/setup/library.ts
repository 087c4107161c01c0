import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isAlive, lastLines, runCommand } from '@beatwatch/service-kit/process';
import { SetupError } from './errors.ts';
import { downloadByPip } from './pip.ts';
import type { Say } from './say.ts';
import type { Variant } from './variant.ts';
import { libraryVersion, megabytesOf, neededMegabytes, wheelsOf, type Wheel } from './wheels.ts';

const unpackLimitMs = 10 * 60_000;

export interface EnsureLibraryOptions {
  readonly variant: Variant;
  /** Whether to download again even if cached. */
  readonly anew: boolean;
  /** Default: that of this process. */
  readonly env?: NodeJS.ProcessEnv;
  /** Default: the pinned ones of the variant. */
  readonly wheels?: readonly Wheel[];
  /** Puts a wheel into a folder and returns its path. Default: through pip. */
  readonly download?: (wheel: Wheel, folder: string, say: Say) => Promise<string>;
}

/** `$XDG_CACHE_HOME/beatwatch`, or the same under `~/.cache`. */
function cacheFolder(env: NodeJS.ProcessEnv): string {
  const cacheHome = env['XDG_CACHE_HOME'];
  const root = cacheHome === undefined || cacheHome === '' ? join(homedir(), '.cache') : cacheHome;
  return join(root, 'beatwatch');
}

/**
 * Extracts libtensorflow from its Python wheel into a cache folder, unless it is cached already. The folder holds
 * `tensorflow/libtensorflow_cc.so.2` and `libtensorflow_framework.so.2`, the headers under `tensorflow/include`, and
 * for the GPU the CUDA libraries under `nvidia`. It gets its name when complete; a set-up that was interrupted goes on with the
 * first wheel that is not unpacked.
 * @returns the cache folder
 * @throws SetupError if a wheel cannot be had, there is no room, or another set-up is under way
 */
export async function ensureLibrary(options: EnsureLibraryOptions, say: Say): Promise<string> {
  const { variant, anew, env = process.env, wheels = wheelsOf[variant] } = options;
  const folder = join(cacheFolder(env), `libtensorflow-${libraryVersion}-${variant}`);
  const partial = `${folder}.partial`;
  if (anew) await Promise.all([folder, partial].map((path) => rm(path, { recursive: true, force: true })));
  if (existsSync(folder)) {
    say(`libtensorflow ${libraryVersion} is already in ${folder}.`);
    return folder;
  }
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new SetupError(
      `The Python registry's libtensorflow supports Linux on x64 only, not ${process.platform} on ${process.arch}: use --from package.`,
    );
  await mkdir(partial, { recursive: true });
  await claim(partial);
  await fetchWheels({ wheels, partial, variant, download: options.download ?? downloadByPip }, say);
  await rm(join(partial, claimFile));
  await rename(partial, folder);
  say(`libtensorflow is now in ${folder}.`);
  return folder;
}

const claimFile = '.set-up-by';

/** @throws SetupError if another process that lives fills the folder */
async function claim(partial: string): Promise<void> {
  const file = join(partial, claimFile);
  const owner = Number(await readFile(file, 'utf8').catch(() => ''));
  if (owner > 0 && owner !== process.pid && isAlive(owner))
    throw new SetupError(`another set-up (process ${owner}) is filling ${partial}: wait for it.`);
  await writeFile(file, String(process.pid));
}

interface Fetching {
  readonly wheels: readonly Wheel[];
  readonly partial: string;
  readonly variant: Variant;
  readonly download: NonNullable<EnsureLibraryOptions['download']>;
}

async function fetchWheels({ wheels, partial, variant, download }: Fetching, say: Say): Promise<void> {
  const names = new Set(await readdir(partial));
  const missing = wheels.filter((wheel) => !names.has(doneFile(wheel)));
  if (missing.length === 0) return;
  const resumed = missing.length < wheels.length ? `, ${wheels.length - missing.length} are there` : '';
  say(
    `Downloading ${missing.length} Python wheels of ${megabytesOf(missing)} MB through pip, once${resumed}; about ${neededMegabytes[variant]} MB of ${dirname(partial)} are used meanwhile.`,
  );
  if (missing.length === wheels.length) await requireSpace(partial, neededMegabytes[variant]);
  for (const [at, wheel] of missing.entries()) {
    say(`${at + 1} of ${missing.length}: ${wheel.name} ${wheel.version}, ${wheel.megabytes} MB.`);
    const work = await mkdtemp(join(partial, '.fetch-'));
    try {
      await unpack(await download(wheel, work, say), partial, wheel);
      await writeFile(join(partial, doneFile(wheel)), wheel.sha256);
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  }
}

/** Stands in the folder once everything of a wheel does. */
const doneFile = ({ name, version }: Wheel): string => `.done-${name}-${version}`;

async function requireSpace(folder: string, megabytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const free = Math.floor((bavail * bsize) / 1e6);
  if (free < megabytes)
    throw new SetupError(
      `${folder} has ${free} MB free, expected ${megabytes}: make room, or set XDG_CACHE_HOME to a larger disk.`,
    );
}

async function unpack(file: string, folder: string, { name, version, patterns }: Wheel): Promise<void> {
  const script = fileURLToPath(new URL('unpack_wheel.py', import.meta.url));
  const { exitCode, output } = await runCommand('python3', [script, file, folder, ...patterns], {
    limitMs: unpackLimitMs,
  });
  if (exitCode !== 0) throw new SetupError(`Unpacking ${name} ${version} failed:\n${lastLines(output)}`);
}
