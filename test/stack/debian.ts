import { execFile } from 'node:child_process';
import process from 'node:process';
import { promisify } from 'node:util';
import type { TestContext } from 'vitest';

const execute = promisify(execFile);

/**
 * Sees to it that a program of a Debian package can be run, and installs the package where that is allowed. Where it
 * cannot be had the test says so and is skipped, in CI it fails.
 */
export async function debianProgramForTest(
  context: Pick<TestContext, 'skip'>,
  program: string,
  debianPackage: string,
): Promise<string> {
  if (await isThere(program)) return program;
  try {
    const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
    await execute('apt-get', ['update', '-qq'], options);
    await execute('apt-get', ['install', '-y', '-qq', '--no-install-recommends', debianPackage], options);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `no ${program}: install the Debian package ${debianPackage} (${reason.slice(0, 300)})`;
    if (process.env['CI'] === 'true') throw new Error(message, { cause: error });
    context.skip(message);
  }
  return program;
}

async function isThere(program: string): Promise<boolean> {
  return execute('which', [program]).then(
    () => true,
    () => false,
  );
}
