import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readReferenceLabels } from './reference-labels.ts';

describe('readReferenceLabels', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'labels-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('reads the label of each recording', async () => {
    await writeFile(join(folder, 'REFERENCE.csv'), 'A00001,N\r\nA00022,~\n\n');
    expect([...(await readReferenceLabels(folder))]).toEqual([
      ['A00001', 'N'],
      ['A00022', '~'],
    ]);
  });

  it('names file and line of a malformed label', async () => {
    await writeFile(join(folder, 'REFERENCE.csv'), 'A00001,N\nA00002,X\n');
    await expect(readReferenceLabels(folder)).rejects.toThrow(
      'REFERENCE.csv:2: found "A00002,X", expected NAME,LABEL with one of N A O ~',
    );
  });

  it('names the missing file', async () => {
    await expect(readReferenceLabels(folder)).rejects.toThrow('REFERENCE.csv is missing');
  });
});
