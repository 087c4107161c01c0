import { expect, it } from 'vitest';
import { stripSettingsOf } from './strip-settings.ts';

it('takes what is among the choices, and nothing else', () => {
  expect(stripSettingsOf({ speed: '12.5', gain: '5', notch: '50' })).toEqual({
    mmPerSecond: 12.5,
    gain: 5,
    mainsHz: 50,
  });
  expect(stripSettingsOf({ speed: 'auto', gain: '7', notch: '55' })).toEqual({});
  expect(stripSettingsOf({ speed: undefined, gain: undefined, notch: undefined })).toEqual({});
});
