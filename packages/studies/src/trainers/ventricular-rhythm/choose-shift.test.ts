import { describe, expect, it } from 'vitest';
import { chooseShift } from './choose-shift.ts';
import type { JudgedRecording } from './judge.ts';

/** A second of an alarm, or a minute-long recording of somebody healthy with one suspicious second. */
const bedside = (alarm: boolean, logOdds: number): JudgedRecording => ({
  dataSet: 'cinc2015',
  record: 'v1',
  hours: 0.1,
  alarm,
  seconds: [{ endSeconds: 300, target: alarm, logOdds }],
});
const healthy = (logOdds: number, noise?: string): JudgedRecording => ({
  dataSet: 'mitdb',
  record: '100',
  hours: 1,
  ...(noise !== undefined && { noise }),
  seconds: [{ endSeconds: 60, target: false, logOdds }],
});

/** Nine of ten are refused below their log odds of -1; the tenth has 2. */
const alarms = [
  ...Array.from({ length: 9 }, () => bedside(false, -1)),
  bedside(false, 2),
  bedside(true, 0.5),
];

describe('chooseShift', () => {
  it('takes the highest shift that refuses nine tenths of the false bedside alarms', () => {
    expect(chooseShift(alarms)).toBeCloseTo(0.95);
  });

  it('goes lower while healthy people would have more than 0.2 false claims an hour', () => {
    expect(chooseShift([...alarms, healthy(-0.5)])).toBeCloseTo(0.45);
  });

  it('does not count recordings with added noise', () => {
    expect(chooseShift([...alarms, healthy(-0.5, 'em 0 dB')])).toBeCloseTo(0.95);
  });
});
