import { expect, it } from 'vitest';
import { stripSettingsOf } from './strip-settings.ts';

it('locks what is among the choices, and nothing else', () => {
  expect(stripSettingsOf('12.5', '5')).toEqual({ mmPerSecond: 12.5, gain: 5 });
  expect(stripSettingsOf('auto', '7')).toEqual({});
  expect(stripSettingsOf(undefined, undefined)).toEqual({});
});
