import { expect, it } from 'vitest';
import { StudyError } from '../errors.ts';
import { eachRecord } from './each-record.ts';

const broken = (record: string): StudyError =>
  new StudyError({ file: record, expected: 'a record' }, { code: 'broken-file' });

it('names a record that cannot be read and goes on', async () => {
  const { outcomes, unreadable } = await eachRecord(['a', 'b', 'c'], (name) =>
    name === 'b' ? Promise.reject(broken('b.hea')) : Promise.resolve(name),
  );
  expect(outcomes).toEqual(['a', 'c']);
  expect(unreadable).toMatchObject([{ record: 'b', reason: expect.stringContaining('b.hea') as string }]);
});

it('fails where no record can be read, and at faults that are not the records’', async () => {
  await expect(eachRecord(['a', 'b'], (name) => Promise.reject(broken(name)))).rejects.toThrow('a');
  await expect(
    eachRecord(['a', 'b'], (name) =>
      name === 'a' ? Promise.resolve(name) : Promise.reject(new RangeError('ours')),
    ),
  ).rejects.toThrow('ours');
});
