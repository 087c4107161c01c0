import { dirname } from 'node:path';
import { expect, it } from 'vitest';
import { referenceFile } from '../../../../test/stack/reference-data.ts';
import { lead1Subjects, readLead1 } from './lead1-recordings.ts';

it('reads ten rows of a person, who walks and runs in the last two from subject 541 on', async (context) => {
  const folder = dirname(referenceFile(context, 'lead1', 'subject_541.csv'));
  expect(await lead1Subjects(folder)).toContain('541');
  const rows = await readLead1(folder, '541');
  expect(rows.map(({ activity }) => activity)).toEqual([
    ...Array.from({ length: 8 }, () => 'rest'),
    'walking',
    'running',
  ]);
  expect(rows.every(({ samples }) => samples.length === 1250)).toBe(true);
  expect(rows[0]?.annotations.length).toBeGreaterThan(8);
  expect((await readLead1(folder, '001')).every(({ activity }) => activity === 'rest')).toBe(true);
});
