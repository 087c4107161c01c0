import { defaultAlarmSettings } from '@beatwatch/alarms';
import { expect, it } from 'vitest';
import { challengeLimits, settingsWith } from './alarm-limits.ts';

it('keeps the product’s settings where no limit is chosen; they are those of the challenge, rates within 5 %', () => {
  expect(settingsWith()).toEqual(defaultAlarmSettings);
  const { fibrillationSeconds: _, tachycardiaBeats: _beats, ...limits } = challengeLimits;
  const { bradycardiaBpm, tachycardiaBpm } = limits;
  expect(settingsWith(limits)).toEqual(defaultAlarmSettings);
  expect(defaultAlarmSettings.bradycardia.limitBpm).toBeCloseTo(bradycardiaBpm / 0.95, 0);
  expect(defaultAlarmSettings.tachycardia.limitBpm).toBeCloseTo(tachycardiaBpm * 0.95, 0);
});

it('moves the margins of a rate with its limit', () => {
  const { bradycardia } = settingsWith({ bradycardiaBpm: 50 });
  const { bradycardia: usual } = defaultAlarmSettings;
  expect(bradycardia.limitBpm).toBe(52);
  expect(bradycardia.beyondBpm - bradycardia.limitBpm).toBe(usual.beyondBpm - usual.limitBpm);
});
