import { defaultAlarmSettings } from '@beatwatch/alarms';
import { expect, it } from 'vitest';
import { challengeLimits, settingsWith } from './alarm-limits.ts';

it('keeps the product’s settings where no limit is chosen; they are those of the challenge', () => {
  expect(settingsWith()).toEqual(defaultAlarmSettings);
  const { fibrillationSeconds: _, ...limits } = challengeLimits;
  expect(settingsWith(limits)).toEqual(defaultAlarmSettings);
});

it('moves the margins of a rate with its limit', () => {
  const { bradycardia } = settingsWith({ bradycardiaBpm: 50 });
  const { bradycardia: usual } = defaultAlarmSettings;
  expect(bradycardia.limitBpm).toBe(50);
  expect(bradycardia.beyondBpm - bradycardia.limitBpm).toBe(usual.beyondBpm - usual.limitBpm);
});
