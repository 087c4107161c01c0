import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { TestContext } from 'vitest';

const execute = promisify(execFile);
const installLimitMs = 1_200_000;

/** Python or one of its packages is missing; the message says how to install it. */
export class PythonUnavailableError extends Error {}

/**
 * Path of a Python with the packages of a requirements file, which pins every package, the indirect ones too.
 * The environment is made once and kept in `$XDG_CACHE_HOME/beatwatch` (default `~/.cache/beatwatch`); packages come
 * from the index that pip is configured for. As root it is made only where `CI=true`.
 * @param onProgress called where an installation begins
 * @throws PythonUnavailableError
 */
export async function pythonWith(
  requirements: URL,
  onProgress: (text: string) => void = () => undefined,
): Promise<string> {
  const directory = await environmentDirectory(requirements);
  const python = join(directory, 'bin', 'python');
  if (await exists(python)) return python;
  // A package manager never runs as root on a machine that is not made for CI.
  if (process.getuid?.() === 0 && process.env['CI'] !== 'true')
    throw new PythonUnavailableError(
      `Python packages of ${relative(process.cwd(), fileURLToPath(requirements))} are missing: run "CI=true npm test", which installs them in ${dirname(directory)}, or run the tests as another user than root`,
    );
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

/** The same for a test, which is skipped where Python or a package is missing. In CI that fails. */
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
      throw new PythonUnavailableError(
        'python3 is missing: install Python 3.11 or later with its venv module',
      );
    const output =
      error instanceof Error && 'stderr' in error ? String(error.stderr).trim().slice(-600) : String(error);
    throw new PythonUnavailableError(`python3 ${args.join(' ')} failed: ${output}`);
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
