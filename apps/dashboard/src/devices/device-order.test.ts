import type { DeviceId, PatientId } from '@beatwatch/contracts';
import type { Device } from '@beatwatch/timescale';
import { expect, it } from 'vitest';
import { byNeed, heardMs, isWaiting } from './device-order.ts';

const device = (id: string, rest: Partial<Device> = {}): Device => ({ deviceId: id as DeviceId, ...rest });
const pairing = { patientId: 'ada' as PatientId, fromUs: 1, pairedBy: 'Kim' };

it('lists first what sends and is of nobody, the newest before', () => {
  const devices = [
    device('a'),
    device('f', { refusedMs: -1e9 }),
    device('b', { pairing, refusedMs: 9 }),
    device('c', { refusedMs: 3 }),
    device('d', { refusedMs: 5 }),
    device('e', { pairing }),
  ];
  expect(byNeed(devices, 10).map(({ deviceId }) => deviceId)).toEqual(['d', 'c', 'b', 'e', 'a', 'f']);
});

it('waits for a patient for as long as it sends', () => {
  expect(isWaiting(device('a', { refusedMs: 0 }), 60_000)).toBe(true);
  expect(isWaiting(device('a', { refusedMs: 0 }), 3_600_000)).toBe(false);
  expect(isWaiting(device('a', { refusedMs: 0, pairing }), 60_000)).toBe(false);
  expect(isWaiting(device('a', { seenMs: 0 }), 60_000)).toBe(false);
});

it('was heard when it was taken or refused last', () => {
  expect(heardMs(device('a'))).toBeUndefined();
  expect(heardMs(device('a', { seenMs: 5, refusedMs: 3 }))).toBe(5);
  expect(heardMs(device('a', { refusedMs: 3 }))).toBe(3);
});
