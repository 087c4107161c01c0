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
  it('never judges a patient that was trained on unless all are asked for', async () => {
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

  it('reads a list of patients, one a line', async () => {
    const file = join(directory, 'patients.txt');
    await writeFile(file, 'one\r\n\n two \n');
    expect(['one', 'two', 'three'].map(await chosenPatients({ file }))).toEqual([true, true, false]);
  });

  it('says what is wrong with a list', async () => {
    const file = join(directory, 'patients.txt');
    await expect(chosenPatients({ file })).rejects.toThrow(`${file}: found no readable file`);
    await writeFile(file, '\n');
    await expect(chosenPatients({ file })).rejects.toThrow(`${file}: found no line`);
  });
});
