import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { denoiseJobs, formOf } from './jobs.ts';

let folder = '';
const at = (...path: readonly string[]): string => join(folder, ...path);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'beatwatch-jobs-'));
  await mkdir(at('in', 'deep'), { recursive: true });
  await mkdir(at('out'));
  for (const name of ['a.dcm', 'deep/b.png']) await writeFile(at('in', name), '');
});
afterEach(() => rm(folder, { recursive: true }));

const free = { force: false };

describe('what IN and OUT ask for', () => {
  it('a file to a file, also in a folder that is to be made', async () => {
    const output = at('new', 'x.dcm');
    expect(await denoiseJobs(at('in', 'a.dcm'), output, free)).toEqual([
      { input: at('in', 'a.dcm'), output },
    ]);
  });

  it('a file into a folder, under its name', async () => {
    const jobs = await denoiseJobs(at('in', 'a.dcm'), at('out'), free);
    expect(jobs).toEqual([{ input: at('in', 'a.dcm'), output: at('out', 'a.dcm') }]);
  });

  it('a folder into another, with the folders in it', async () => {
    const jobs = await denoiseJobs(at('in'), at('out'), free);
    expect(jobs.map(({ output }) => output)).toEqual([at('out', 'a.dcm'), at('out', 'deep', 'b.png')]);
  });

  it('overwrites a file only with force', async () => {
    await writeFile(at('out', 'a.dcm'), 'x');
    await expect(denoiseJobs(at('in'), at('out'), free)).rejects.toThrow('--force');
    await expect(denoiseJobs(at('in'), at('out'), { force: true })).resolves.toHaveLength(2);
  });

  it.each([
    ['no input', 'none', 'out', 'is missing; expected a file or a folder'],
    ['a folder into itself', 'in', 'in', 'outside of it'],
    ['a folder into one within', 'in', 'in/deep/x', 'outside of it'],
    ['a file onto itself', 'in/a.dcm', 'in/a.dcm', 'never overwritten'],
    ['a folder to a file', 'in', 'in/a.dcm', 'expected a folder'],
    ['an empty folder', 'out', 'new', 'found an empty folder'],
    ['a file below a file', 'in/deep/b.png', 'in/a.dcm/x', 'expected a folder'],
  ])('refuses %s', async (_, input, output, message) => {
    const jobs = denoiseJobs(at(input), at(output), { force: true });
    await expect(jobs).rejects.toMatchObject({ code: 'usage' });
    await expect(jobs).rejects.toThrow(message);
  });

  it('takes the format from the name of the result', () => {
    expect(['x.PNG', 'x.npy', 'x.dcm', 'x'].map(formOf)).toEqual(['png', 'npy', 'same', 'same']);
  });
});
