import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readFolder } from './folder.ts';
import { readFileForReplay, replayPatient } from './recording.ts';

const csv = (seconds: number): string =>
  ['II (mV),V5 (mV)', ...Array.from({ length: seconds * 100 }, () => '0.1,0.2')].join('\n');
const arff = [
  '% a comment',
  '@relation beats',
  ...Array.from({ length: 140 }, (_, index) => `@attribute a${index} numeric`),
  '@attribute class {1,2}',
  '@data',
  `${'0,'.repeat(140)}1`,
].join('\n');

let folder: string;
const write = async (name: string, text: string): Promise<string> => {
  await writeFile(join(folder, name), text);
  return join(folder, name);
};
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'beatwatch-replay-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('readFileForReplay', () => {
  it('tells beats that are cut from recordings by what the file says', async () => {
    const known = { lead: '0', samplingRateHz: 100, unit: 'mV' } as const;
    expect(await readFileForReplay(await write('table.txt', arff), known)).toMatchObject({
      durationSeconds: 0.8,
    });
    expect(await readFileForReplay(await write('table.csv', csv(3)), known)).toMatchObject({
      name: 'table',
      durationSeconds: 3,
    });
  });

  it('names the leads that there are, and the file that is not there', async () => {
    const path = await write('a.csv', csv(1));
    await expect(readFileForReplay(path, { lead: 'V1', samplingRateHz: 100 })).rejects.toThrow(
      'lead: found "V1", expected one of 0 (II), 1 (V5) in a',
    );
    await expect(readFileForReplay(join(folder, 'none.csv'), { lead: '0' })).rejects.toThrow('none.csv');
  });
});

const timed = 'time (s),II (mV)\n0,1\n0.01,2\n';

describe('readFolder', () => {
  it('reads the recordings and nothing else, in the order of their names', async () => {
    await write('rec10.csv', timed);
    await write('rec9.tsv', timed.replaceAll(',', '\t'));
    await write('notes.txt', 'none of it');
    expect((await readFolder(folder)).recordings.map(({ name }) => name)).toEqual(['rec9', 'rec10']);
  });

  it('leaves out a file that cannot be read, and says why', async () => {
    await write('bad.csv', 'time (s),II (mV)\n0,x\n0.01,y\n');
    await write('cut.edf', '0       ');
    await write('good.csv', timed);
    const { recordings, notes } = await readFolder(folder);
    expect(recordings.map(({ name }) => name)).toEqual(['good']);
    expect(notes).toEqual([
      expect.stringContaining('left out bad.csv: bad.csv:2: '),
      expect.stringContaining('left out cut.edf: '),
    ]);
    await rm(join(folder, 'good.csv'));
    await expect(readFolder(folder)).rejects.toThrow('bad.csv:2');
  });

  it('says where there is nothing to play', async () => {
    await expect(readFolder(folder)).rejects.toThrow('recordings: found 0, expected files .hea, .csv');
  });
});

describe('replayPatient', () => {
  it('makes an id of any name', () => {
    expect(replayPatient('Ward 3/Müller (EKG).edf', new Date('2026-03-01T10:20:30Z'))).toBe(
      'ward-3-m-ller-ekg-edf-20260301T102030',
    );
  });
});
