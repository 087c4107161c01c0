import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import type { TestContext } from 'vitest';

const execute = promisify(execFile);
const installLimitMs = 1_200_000;

/** No Python, or its packages cannot be had; says what to do. */
export class PythonUnavailableError extends Error {}

/**
 * Path of a Python with the packages of a requirements file, which has to pin every package, also the indirect ones.
 * The environment is made once and kept in `$XDG_CACHE_HOME/beatwatch`, or in `~/.cache/beatwatch`; packages come
 * from pip's own configured index.
 * @param onProgress hears of an installation that begins
 * @throws PythonUnavailableError
 */
export async function pythonWith(
  requirements: URL,
  onProgress: (text: string) => void = () => undefined,
): Promise<string> {
  const directory = await environmentDirectory(requirements);
  const python = join(directory, 'bin', 'python');
  if (await exists(python)) return python;
  onProgress(`Installing Python packages of ${requirements.pathname} (once)`);
  await mkdir(dirname(directory), { recursive: true });
  // Beside its destination, so that nobody finds a half-made one. Two at the same time both install; the first wins.
  const work = await mkdtemp(join(dirname(directory), '.python-'));
  try {
    await runPython('python3', ['-m', 'venv', work]);
    const pip = [
      '-m',
      'pip',
      'install',
      '--quiet',
      '--disable-pip-version-check',
      '--no-input',
      '--no-cache-dir',
    ];
    await runPython(join(work, 'bin', 'python'), [...pip, '--no-deps', '-r', requirements.pathname]);
    await rename(work, directory).catch(async (error: unknown) => {
      if (!(await exists(python))) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return python;
}

/** The same for a test: where it cannot be had the test says so and is skipped, in CI it fails. */
export async function pythonForTest(context: Pick<TestContext, 'skip'>, requirements: URL): Promise<string> {
  try {
    return await pythonWith(requirements);
  } catch (error) {
    if (process.env['CI'] === 'true' || !(error instanceof PythonUnavailableError)) throw error;
    context.skip(error.message);
  }
}

/** One folder for each set of packages and Python version. */
async function environmentDirectory(requirements: URL): Promise<string> {
  const { stdout: version } = await runPython('python3', ['-c', 'import sys; print(sys.version)']);
  const digest = createHash('sha256')
    .update(version)
    .update(await readFile(requirements))
    .digest('hex');
  const cacheHome = process.env['XDG_CACHE_HOME'];
  const root = cacheHome === undefined || cacheHome === '' ? join(homedir(), '.cache') : cacheHome;
  return join(root, 'beatwatch', `python-${digest.slice(0, 12)}`);
}

async function runPython(python: string, args: readonly string[]): Promise<{ stdout: string }> {
  try {
    return await execute(python, args, { timeout: installLimitMs, maxBuffer: 2 ** 24 });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw new PythonUnavailableError('no python3: install Python 3.11 or later with its venv module');
    const said =
      error instanceof Error && 'stderr' in error ? String(error.stderr).trim().slice(-600) : String(error);
    throw new PythonUnavailableError(`python3 ${args.join(' ')} failed: ${said}`);
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
