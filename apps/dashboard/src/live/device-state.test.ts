import { deviceId, patientId } from '@beatwatch/contracts';
import type { LiveDevice } from '@beatwatch/live-protocol';
import { expect, it } from 'vitest';
import { DeviceStates, isBatteryLow } from './device-state.ts';

const said = (fields: Partial<LiveDevice>, device = 'd-1'): LiveDevice => ({
  patientId: patientId('p-1'),
  deviceId: deviceId(device),
  reportedAtMs: 0,
  ...fields,
});

it('knows nothing where no device says anything', () => {
  expect(new DeviceStates().at(0)).toEqual({});
});

it('takes the lowest battery of several devices, and what was said last of the rest', () => {
  const states = new DeviceStates();
  states.add(said({ batteryPercent: 12, posture: 'supine' }));
  states.add(said({ batteryPercent: 80, activity: 'walking', posture: 'upright' }, 'd-2'));
  const state = states.at(1000);
  expect(state).toEqual({ batteryPercent: 12, activity: 'walking', posture: 'upright' });
  expect(isBatteryLow(state)).toBe(true);
  expect(states.at(2000)).toBe(state);
});

it('forgets what was not said again for ten minutes, but not that a device is out of range', () => {
  const states = new DeviceStates();
  const absence = { kind: 'out-of-range', sinceMs: 5 } as const;
  states.add(said({ batteryPercent: 40, activity: 'still', absence }));
  expect(states.at(599_000)).toEqual({ batteryPercent: 40, activity: 'still', absence });
  expect(states.at(601_000)).toEqual({ absence });
  states.add(said({ reportedAtMs: 700_000 }));
  expect(states.at(700_000)).toEqual({});
});

it('calls a battery low below 20 percent, and none that is not known', () => {
  expect([20, 19, 0].map((batteryPercent) => isBatteryLow({ batteryPercent }))).toEqual([false, true, true]);
  expect(isBatteryLow({})).toBe(false);
});
