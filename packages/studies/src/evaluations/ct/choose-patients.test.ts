import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chosenPatients } from './choose-patients.ts';
import patientLists from '../../ct/patients.json' with { type: 'json' };

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'beatwatch-patients-'));
});
afterEach(() => rm(directory, { recursive: true }));

describe('chosenPatients', () => {
  it('never judges a patient that was trained on, except with all', async () => {
    const [train = ''] = patientLists.train;
    const [validation = ''] = patientLists.validation;
    const [test = ''] = patientLists.test;
    const [unseen, listed, all] = await Promise.all(
      (['unseen', 'test', 'all'] as const).map((choice) => chosenPatients(choice)),
    );
    expect([train, validation, test, 'someone else'].map(unseen!)).toEqual([false, false, true, true]);
    expect([train, validation, test, 'someone else'].map(listed!)).toEqual([false, false, true, false]);
    expect([train, validation, test, 'someone else'].map(all!)).toEqual([true, true, true, true]);
  });

  it('reads a list with one patient a line', async () => {
    const file = join(directory, 'patients.txt');
    await writeFile(file, 'one\r\n\n two \n');
    expect(['one', 'two', 'three'].map(await chosenPatients({ file }))).toEqual([true, true, false]);
  });

  it('names the fault of a list', async () => {
    const file = join(directory, 'patients.txt');
    await expect(chosenPatients({ file })).rejects.toThrow(`${file} is missing; expected a readable file`);
    await writeFile(file, '\n');
    await expect(chosenPatients({ file })).rejects.toThrow(`${file}: found an empty file`);
  });
});
