import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ensureJars, jarsCached } from './jars.ts';

describe('fetching the jars', () => {
  let root: string;
  let cacheDir: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'beatwatch-jars-'));
    cacheDir = join(root, 'cache', 'kafka');
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await rm(root, { recursive: true, force: true });
  });

  /** A stand-in for Maven, which needs the network. */
  async function mavenIs(script: string): Promise<void> {
    await writeFile(join(root, 'mvn'), `#!/bin/sh\n${script}\n`);
    await chmod(join(root, 'mvn'), 0o755);
    vi.stubEnv('PATH', `${root}${delimiter}${process.env['PATH'] ?? ''}`);
  }
  const copies =
    'for last in "$@"; do :; done; lib="${last#*=}"; mkdir -p "$lib"; echo jar > "$lib/kafka_2.13-4.4.0.jar"';

  it('leaves the jars and no other file, however many calls fetch at the same time', async () => {
    await mavenIs(copies);
    await Promise.all([1, 2, 3].map(() => ensureJars(cacheDir, () => undefined)));
    expect(await jarsCached(cacheDir)).toBe(true);
    expect(await readdir(dirname(cacheDir))).toEqual(['kafka']);
  });

  it('does not call Maven for cached jars', async () => {
    await mavenIs(copies);
    await ensureJars(cacheDir, () => undefined);
    await mavenIs('exit 1');
    await ensureJars(cacheDir, () => undefined);
  });

  it('leaves no files behind when Maven fails half-way, and reports its output', async () => {
    await mavenIs(`${copies}; echo "Could not transfer artifact"; exit 1`);
    await expect(ensureJars(cacheDir, () => undefined)).rejects.toThrow(/Could not transfer artifact/);
    expect(await jarsCached(cacheDir)).toBe(false);
    expect(await readdir(dirname(cacheDir))).toEqual([]);
  });
});
