import { expect, it } from 'vitest';
import { chooseShift, countsByGroup, type JudgedRecording } from './choose-shift.ts';

const judged = (group: string, logOdds: readonly number[], onset?: number): JudgedRecording => ({
  recording: {
    dataSet: 'x',
    record: 'y',
    group,
    seconds: logOdds.map(() => ({})),
    fibrillations:
      onset === undefined
        ? []
        : [{ kind: 'ventricular-fibrillation', onsetSeconds: onset, endSeconds: logOdds.length }],
    tachycardias: [],
  },
  logOdds,
});
const steady = (value: number): number[] => Array.from({ length: 30 }, () => value);

const recordings = [
  judged('cudb', [...steady(-9), ...steady(4)], 30),
  judged('mitdb', steady(1)),
  // The annotations of cudb cannot tell whether this is one.
  judged('cudb', steady(3)),
];

it('takes the middle between the quietest fibrillation and the loudest rest', () => {
  expect(chooseShift(recordings)).toBeCloseTo(-2.5, 6);
});

it('counts the alarms of each group at a shift', () => {
  const groups = countsByGroup(recordings, -2.5);
  expect(groups.get('cudb')).toMatchObject({ onsets: 1, alarmedWithin10s: 1, falseAlarms: 1 });
  expect(groups.get('mitdb')).toMatchObject({ onsets: 0, falseAlarms: 0 });
  expect(countsByGroup(recordings, 0).get('mitdb')).toMatchObject({ falseAlarms: 1 });
});
