import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { beatsFolderOf } from './beats-folder.ts';

it('finds the trees of a model in its folder before those beside it, and none where there are none', async () => {
  const root = await mkdtemp(join(tmpdir(), 'beatwatch-beats-'));
  const model = join(root, 'wearable');
  const describe = async (folder: string): Promise<void> => {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'model.json'), '{}');
  };
  await mkdir(join(model, 'beats'), { recursive: true });
  expect(beatsFolderOf(model)).toBeUndefined();
  await describe(join(root, 'beats'));
  expect(beatsFolderOf(model)).toBe(join(root, 'beats'));
  await describe(join(model, 'beats'));
  expect(beatsFolderOf(model)).toBe(join(model, 'beats'));
  await rm(root, { recursive: true });
});
