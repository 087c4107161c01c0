import { deviceId, patientId, type Packet, type SignalSecond } from '@beatwatch/contracts';
import { expect, it } from 'vitest';
import { ClockShifts } from './clock-shifts.ts';

const nowUs = 1_780_000_000_000_000;
const source = { patientId: patientId('p'), deviceId: deviceId('d'), lead: 'II' };
const packetAt = (lastSampleTimeUs: number): Packet => ({
  ...source,
  samplingRateHz: 250,
  microvoltsPerCount: 5,
  samples: new Int16Array(75),
  lastSampleTimeUs,
});
const second = (fields: Partial<SignalSecond>): SignalSecond => ({
  ...source,
  timeUs: nowUs - 1e6,
  endTimeUs: nowUs,
  qualityIndex: 1,
  faults: [],
  fibrillationIndex: 0,
  ...fields,
});

it('draws the signal of a wrong clock where its beats were found, and of the right one as it came', () => {
  const shifts = new ClockShifts();
  expect(shifts.shifted(packetAt(5e6), nowUs)).toBeUndefined();
  shifts.learn(second({ shiftUs: nowUs - 6e6 }));
  expect(shifts.shifted(packetAt(6e6), nowUs)?.lastSampleTimeUs).toBe(nowUs);
  shifts.learn(second({}));
  expect(shifts.shifted(packetAt(nowUs), nowUs)?.lastSampleTimeUs).toBe(nowUs);
  expect(shifts.size).toBe(0);
});

it('remembers a bounded number of leads', () => {
  const shifts = new ClockShifts();
  for (let index = 0; index < 10_000; index += 1) {
    shifts.learn(second({ deviceId: deviceId(`d-${index}`), shiftUs: 1e9 }));
  }
  expect(shifts.size).toBe(4000);
});
