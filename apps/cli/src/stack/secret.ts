import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The secret that the dashboard and the gateway share: `BEATWATCH_SECRET`, else that of the data folder, made at the
 * first start and readable by its owner alone. Sessions of browsers outlive a restart with it.
 */
export async function secretOf(config: {
  readonly dataDir: string;
  readonly BEATWATCH_SECRET?: string | undefined;
}): Promise<string> {
  if (config.BEATWATCH_SECRET !== undefined) return config.BEATWATCH_SECRET;
  const file = join(config.dataDir, 'secret');
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
  try {
    await writeFile(file, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    await chmod(file, 0o600);
  }
  return (await readFile(file, 'utf8')).trim();
}
