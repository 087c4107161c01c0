import { access, copyFile, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from '@beatwatch/service-kit/process';
import { StreamError } from '../errors.ts';

const kafkaVersion = '4.4.0';
const fetchLimitMs = 300_000;

/** `$XDG_CACHE_HOME/beatwatch/kafka-4.4.0`, or the same under `~/.cache`. */
export function defaultCacheDir(): string {
  const cacheHome = process.env['XDG_CACHE_HOME'];
  const root = cacheHome === undefined || cacheHome === '' ? join(homedir(), '.cache') : cacheHome;
  return join(root, 'beatwatch', `kafka-${kafkaVersion}`);
}

/** Whether the folder holds the jars; they are moved there all at once, so that one is enough to look for. */
export async function jarsCached(cacheDir: string): Promise<boolean> {
  try {
    await access(join(cacheDir, `kafka_2.13-${kafkaVersion}.jar`));
    return true;
  } catch {
    return false;
  }
}

/**
 * Fetches the broker's jars (43 MB) through Maven, which verifies their checksums, unless they are cached. Of two concurrent
 * calls both fetch, and the first to finish wins.
 *
 * @throws StreamError `local-broker-unsupported` with the end of Maven's output
 */
export async function ensureJars(cacheDir: string, onProgress: (text: string) => void): Promise<void> {
  if (await jarsCached(cacheDir)) return;
  onProgress(`Fetching Apache Kafka ${kafkaVersion} through Maven (43 MB, once)`);
  await mkdir(dirname(cacheDir), { recursive: true });
  // Beside its destination: a rename cannot cross file systems.
  const work = await mkdtemp(join(dirname(cacheDir), '.fetch-'));
  try {
    await copyFile(fileURLToPath(new URL('pom.xml', import.meta.url)), join(work, 'pom.xml'));
    await copyDependencies(work);
    await rename(join(work, 'lib'), cacheDir).catch(async (error: unknown) => {
      if (!(await jarsCached(cacheDir))) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function copyDependencies(work: string): Promise<void> {
  const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
  const args = ['-q', '-B', goal, '-DincludeScope=runtime', `-DoutputDirectory=${join(work, 'lib')}`];
  const { exitCode, output } = await runCommand('mvn', args, { cwd: work, limitMs: fetchLimitMs });
  if (exitCode === 0) return;
  throw new StreamError(`Maven could not fetch Apache Kafka ${kafkaVersion}: ${output.trim().slice(-600)}`, {
    code: 'local-broker-unsupported',
    retryable: true,
  });
}
