import { expect, it } from 'vitest';
import { english } from '../texts/english/english.ts';
import { auditText, shareText } from './taken-text.ts';

it('says how many were taken, how soon, and how many were false', () => {
  const counts = {
    alarms: 40,
    taken: 30,
    takenAfterS: { median: 42, p90: 215 },
    labelled: 8,
    labelledFalse: 3,
  };
  expect(auditText(english, counts)).toBe(
    'Staff took 30 of 40 alarms: half of them within 42 s, nine in ten within 3 min 35 s. Of 8 labelled, 3 were false.',
  );
});

it('leaves out what there was none of', () => {
  expect(auditText(english, { alarms: 0, taken: 0, labelled: 0, labelledFalse: 0 })).toBe(
    'No alarms in this time.',
  );
  expect(auditText(english, { alarms: 1, taken: 0, labelled: 0, labelledFalse: 0 })).toBe(
    'Staff took 0 of 1 alarm. None was labelled.',
  );
  expect([shareText(english, 0, 0), shareText(english, 1, 4)]).toEqual(['', '25 %']);
});
