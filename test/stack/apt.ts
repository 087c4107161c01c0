import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import process from 'node:process';
import type { TestContext } from 'vitest';

/**
 * Path of a program of Debian, installed where it is missing and can be; where it cannot, the test says so and is
 * skipped, in CI it fails.
 */
export function programForTest(
  context: Pick<TestContext, 'skip'>,
  path: string,
  packages: readonly string[],
): string {
  if (!existsSync(path) && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) install(packages);
  if (existsSync(path)) return path;
  const message = `no ${path}: install ${packages.join(' and ')}`;
  if (process.env['CI'] === 'true') throw new Error(message);
  context.skip(message);
}

function install(packages: readonly string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', ...packages],
  ]) {
    try {
      execFileSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env });
    } catch {
      // What apt-get says stands above; the program is missing then.
      return;
    }
  }
}
