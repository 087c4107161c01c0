import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileSnapshotStore, greyBytes, shownEpochs } from './snapshots.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'beatwatch-snapshots-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('fileSnapshotStore', () => {
  it('gives a resumed run the pictures of earlier epochs alone', async () => {
    const store = fileSnapshotStore(join(folder, 'deep', 'pictures.json'));
    expect(await store.loadBefore(9)).toEqual([]);
    const snapshots = [1, 2, 3].map((epoch) => ({ epoch, images: [Uint8Array.of(0, 7, 255)] }));
    await store.save(snapshots);
    expect(await store.loadBefore(3)).toEqual(snapshots.slice(0, 2));
    expect(await store.loadBefore(1)).toEqual([]);
  });
});

describe('shownEpochs', () => {
  it('has the first and the last epoch, and more of the early ones', () => {
    expect(shownEpochs(100, 8)).toEqual([1, 2, 4, 7, 14, 27, 52, 100]);
    expect(shownEpochs(3, 8)).toEqual([1, 2, 3]);
    expect(shownEpochs(1, 8)).toEqual([1]);
  });
});

describe('greyBytes', () => {
  it('rounds to bytes and clips to the scale', () => {
    expect([...greyBytes(Float32Array.of(-0.1, 0, 0.5, 1, 1.2))]).toEqual([0, 0, 128, 255, 255]);
  });
});
