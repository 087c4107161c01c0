import type * as fs from 'node:fs';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { installFileSync, type FileSync, type WasmFileSystem } from './file-sync.ts';

const synced = vi.hoisted((): string[] => []);
vi.mock('node:fs', async (importActual) => {
  const actual = await importActual<typeof fs>();
  const pathOf = (descriptor: number): string => actual.readlinkSync(`/proc/self/fd/${descriptor}`);
  return {
    ...actual,
    fsyncSync: (descriptor: number) => synced.push(`fsync ${pathOf(descriptor)}`),
    fdatasyncSync: (descriptor: number) => synced.push(`fdatasync ${pathOf(descriptor)}`),
  };
});

// What is synced is read from /proc.
describe.runIf(process.platform === 'linux')('the files of the embedded database', () => {
  let folder: string;
  let fileSync: FileSync;
  let operations: WasmFileSystem['filesystems']['NODEFS']['stream_ops'];
  const descriptors: number[] = [];

  beforeEach(() => {
    synced.length = 0;
    folder = mkdtempSync(join(tmpdir(), 'beatwatch-sync-'));
    mkdirSync(join(folder, 'pg_wal'));
    operations = { write: (_stream, _bytes, _offset, length) => length };
    fileSync = installFileSync({
      filesystems: {
        NODEFS: { stream_ops: operations, realPath: (node) => (node as { hostPath: string }).hostPath },
      },
    });
  });

  afterEach(() => {
    descriptors.splice(0).forEach(closeSync);
    rmSync(folder, { recursive: true });
  });

  function stream(name: string): { path: string; node: object; nfd: number } {
    const hostPath = join(folder, name);
    const nfd = openSync(hostPath, 'a');
    descriptors.push(nfd);
    return { path: `/tmp/pglite/base/${name}`, node: { hostPath }, nfd };
  }

  it('sync the log before any file that a checkpoint syncs', () => {
    const [log, table] = [stream('pg_wal/000000010000000000000001'), stream('16384')];
    expect(operations.write(log, new Uint8Array(8), 0, 8, 0)).toBe(8);
    operations.fsync?.(table);
    operations.fsync?.(table);
    expect(synced).toEqual([
      `fdatasync ${join(folder, 'pg_wal/000000010000000000000001')}`,
      `fsync ${join(folder, '16384')}`,
      `fsync ${join(folder, '16384')}`,
    ]);
  });

  it('sync a log again for a checkpoint while it is being synced', async () => {
    const log = stream('pg_wal/000000010000000000000001');
    operations.write(log, new Uint8Array(8), 0, 8, 0);
    const flushed = fileSync.flush();
    operations.fsync?.(stream('16384'));
    expect(synced[0]).toBe(`fdatasync ${join(folder, 'pg_wal/000000010000000000000001')}`);
    await flushed;
    synced.length = 0;
    fileSync.flushSync();
    expect(synced).toEqual([]);
  });

  it('tolerate a log segment that was removed after it was written', async () => {
    const log = stream('pg_wal/000000010000000000000002');
    operations.write(log, new Uint8Array(8), 0, 8, 0);
    rmSync(join(folder, 'pg_wal/000000010000000000000002'));
    await fileSync.flush();
    operations.write(log, new Uint8Array(8), 0, 8, 0);
    fileSync.flushSync();
    expect(synced).toEqual([]);
  });
});
