import type { PreviewedAlarm, AlarmPreviewResponse } from '../server/responses.ts';
import { expect, it } from 'vitest';
import { english } from '../texts/english/english.ts';
import { formatDifference, formatPreview } from './preview-text.ts';

const preview: AlarmPreviewResponse = {
  fromUs: 1.7e15,
  toUs: 1.7e15 + 86_400e6,
  beats: 200,
  anomalousBefore: 4,
  anomalousBeats: 30,
  stored: 5,
  gained: 0,
  lost: 0,
  moved: 0,
  differences: [],
};
const alarm: PreviewedAlarm = {
  alarmId: 'a' as never,
  kind: 'ventricular-run',
  priority: 'medium',
  raisedUs: 1.7e15,
  endedUs: 1.7e15 + 20e6,
  evidence: {
    beatTimesUs: [1, 2, 3, 4, 5],
    anomalyScores: [],
    fromUs: 0,
    toUs: 1,
    measure: 172,
  },
};

it('says how many alarms more or fewer there would have been', () => {
  const ofThreshold = (changes: Partial<AlarmPreviewResponse>): string =>
    formatPreview(english, { ...preview, ...changes }, 'threshold');
  expect(ofThreshold({ gained: 3 })).toBe(
    'It would have alarmed 3 times more. Alarms an hour: 0.3 instead of 0.2. Anomalous beats: 15 % instead of 2.0 %.',
  );
  expect(ofThreshold({ gained: 1, lost: 2 })).toContain(
    'would have alarmed 1 time more, missed 2 of 5 alarms.',
  );
  expect(ofThreshold({ stored: 1 })).toContain('It would have changed none of 1 alarm.');
  expect(ofThreshold({ beats: 0 })).toContain('Anomalous beats: – instead of –.');
  expect(formatPreview(english, { ...preview, stored: 48, lost: 24 }, 'limits')).toBe(
    'They would have missed 24 of 48 alarms. Alarms an hour: 1.0 instead of 2.0.',
  );
});

it('names each alarm with its time and what was measured', () => {
  expect(formatDifference(english, { is: 'gained', rescored: alarm })).toContain(
    'Ventricular run: 5 beats at 172 bpm',
  );
  const longer = { ...alarm, endedUs: 1.7e15 + 60e6 };
  expect(formatDifference(english, { is: 'moved', stored: alarm, rescored: longer })).toMatch(
    /Ventricular run, ends .* instead of/,
  );
  const later = { ...alarm, raisedUs: 1.7e15 + 5e6 };
  expect(formatDifference(english, { is: 'moved', stored: alarm, rescored: later })).toMatch(
    /172 bpm, instead of /,
  );
});
