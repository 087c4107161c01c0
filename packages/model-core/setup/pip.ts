import { mkdir, mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { runCommand } from '@beatwatch/service-kit/process';
import { reportGrowth } from './download-progress.ts';
import { SetupError } from './errors.ts';
import { pipFailure } from './pip-failure.ts';
import type { Say } from './say.ts';
import type { Wheel } from './wheels.ts';

const limitMs = 60 * 60_000;

/**
 * Downloads a wheel through the user's own pip, which knows registry, proxy and certificates, and lets it check the file's SHA-256.
 * @param folder an empty folder of the caller
 * @returns path of the wheel
 * @throws SetupError that names the host that could not be reached, or what else failed
 */
export async function downloadByPip(wheel: Wheel, folder: string, say: Say): Promise<string> {
  const { name, version, sha256, megabytes } = wheel;
  const destination = await mkdtemp(join(folder, 'wheel-'));
  // pip writes a file here first, where its growth can be seen.
  const temporary = join(folder, 'pip');
  await mkdir(temporary, { recursive: true });
  const requirements = join(folder, 'requirements.txt');
  await writeFile(requirements, `${name}==${version} --hash=sha256:${sha256}\n`);
  const args = ['download', '--no-deps', '--require-hashes', '--only-binary=:all:', '--python-version=3.12'];
  const stop = reportGrowth(temporary, megabytes, (progress) => {
    say(`${name} ${version}: ${progress}`);
  });
  const { exitCode, output } = await runCommand(
    'python3',
    ['-m', 'pip', ...args, '--no-cache-dir', '--progress-bar=off', '--dest', destination, '-r', requirements],
    { env: { ...process.env, TMPDIR: temporary }, limitMs },
  );
  stop();
  if (exitCode !== 0) throw new SetupError(pipFailure(wheel, output));
  const file = (await readdir(destination)).find((found) => found.endsWith('.whl'));
  if (file === undefined) throw new SetupError(`pip downloaded no wheel for ${name} ${version}.`);
  return join(destination, file);
}
