import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EncryptedStore } from './encrypted-store.ts';

describe('EncryptedStore', () => {
  let workDir: string;
  let encryptedStore: EncryptedStore;
  beforeEach(async () => {
    workDir = await mkdtemp(join(tmpdir(), 'beatwatch-encryptedStore-'));
    encryptedStore = await EncryptedStore.open(workDir, 1_000_000);
  });
  afterEach(async () => {
    await encryptedStore.close();
    await rm(workDir, { recursive: true });
  });
  const files = async (): Promise<string[]> =>
    (await readdir(workDir, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));

  it('gives back what was put in, all of it or any part, however it came', async () => {
    const chunk = fc.uint8Array({ maxLength: 90_000 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(chunk, { maxLength: 3 }),
        fc.nat(200_000),
        fc.nat(200_000),
        async (chunks, a, b) => {
          const whole = Buffer.concat(chunks);
          const blob = await encryptedStore.put(chunks);
          expect(blob.byteLength).toBe(whole.length);
          expect(whole.equals(await blob.bytes())).toBe(true);
          const [start, end] = [Math.min(a, b), Math.max(a, b)];
          expect(whole.subarray(start, end).equals(await buffer(blob.stream(start, end)))).toBe(true);
          await blob.remove();
        },
      ),
      { numRuns: 30 },
    );
    expect(encryptedStore.storedBytes).toBe(0);
  });

  it('leaves nothing in clear on disk', async () => {
    const text = 'PATIENT NAME '.repeat(10_000);
    await encryptedStore.put([Buffer.from(text)]);
    const [file = ''] = await files();
    const onDisk = await readFile(file);
    expect(onDisk.length).toBeGreaterThanOrEqual(text.length);
    expect(onDisk.includes('PATIENT')).toBe(false);
    // Encrypted bytes do not pack.
    expect(new Set(onDisk.subarray(0, 5000)).size).toBeGreaterThan(200);
  });

  it('refuses what was changed on disk', async () => {
    const blob = await encryptedStore.put([Buffer.alloc(100, 1)]);
    const [file = ''] = await files();
    const onDisk = await readFile(file);
    onDisk[50] = (onDisk[50] ?? 0) ^ 1;
    await writeFile(file, onDisk);
    await expect(blob.bytes()).rejects.toThrow();
  });

  it('keeps no more than it may, and nothing of what did not come whole', async () => {
    await expect(encryptedStore.put([Buffer.alloc(999_990)])).rejects.toMatchObject({ code: 'storage-full' });
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.alloc(200_000);
      await Promise.reject(new Error('the client is gone'));
    }
    await expect(encryptedStore.put(broken())).rejects.toThrow('the client is gone');
    expect([encryptedStore.storedBytes, await files()]).toEqual([0, []]);
  });

  it('removes what processes that are gone have left, and nothing else', async () => {
    const gone = join(workDir, 'run-999999999-crashed');
    const alive = join(workDir, `run-${process.ppid}-other`);
    for (const folder of [gone, alive, join(workDir, 'unrelated')]) await mkdir(folder);
    const other = await EncryptedStore.open(workDir, 1000);
    const names = await readdir(workDir);
    expect(names).not.toContain('run-999999999-crashed');
    expect(names).toEqual(expect.arrayContaining([`run-${process.ppid}-other`, 'unrelated']));
    await other.close();
  });
});
