import { alarmId, patientId } from '@beatwatch/contracts';
import { expect, it } from 'vitest';
import { newestOfEach } from './label-context.ts';

const hourUs = 3_600_000_000;

const example = (name: string, raisedTimeUs: number) => ({
  alarm: {
    episodeId: alarmId(patientId(name), 'ventricular-run', raisedTimeUs),
    patientId: patientId(name),
    kind: 'ventricular-run' as const,
    raisedTimeUs,
    evidence: { beatTimesUs: [], anomalyScores: [], fromUs: 0, toUs: 0 },
    labels: [],
  },
});

const chosenOf = (examples: readonly ReturnType<typeof example>[], alarmsWithContext: number): string[] =>
  newestOfEach(examples, { alarmsWithContext }).map(
    ({ alarm }) => `${alarm.patientId} ${alarm.raisedTimeUs / hourUs}`,
  );

it('takes the newest alarms of each patient', () => {
  const examples = [...[1, 4, 2, 3].map((hour) => example('ann', hour * hourUs)), example('bob', 0)];
  expect(chosenOf(examples, 2)).toEqual(['bob 0', 'ann 3', 'ann 4']);
  expect(chosenOf(examples, 0)).toEqual([]);
});

it('leaves the oldest out where all together would be more than fits, of each patient alike', () => {
  // Ten minutes before each of 400 alarms: 67 hours, of which 40 are taken.
  const examples = Array.from({ length: 400 }, (_, index) =>
    example(`p-${index % 40}`, Math.floor(index / 40) * hourUs),
  );
  const chosen = chosenOf(examples, 20);
  expect(chosen).toHaveLength(240);
  expect(chosen.filter((name) => name.startsWith('p-7 '))).toEqual([
    'p-7 4',
    'p-7 5',
    'p-7 6',
    'p-7 7',
    'p-7 8',
    'p-7 9',
  ]);
  // Alarms that follow one another share what was before them.
  const close = Array.from({ length: 400 }, (_, index) =>
    example(`p-${index % 40}`, Math.floor(index / 40) * 1e6),
  );
  expect(chosenOf(close, 20)).toHaveLength(400);
});
