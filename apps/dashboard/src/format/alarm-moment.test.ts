import { arrivedUs } from '@beatwatch/contracts';
import { expect, it } from 'vitest';
import { formatRaised } from './alarm-moment.ts';
import { formatMoment } from './time.ts';
import { english } from '../texts/english/english.ts';

const raisedTimeUs = 1_560_000_000_000_000;
const evidence = { beatTimesUs: [], anomalyScores: [], fromUs: raisedTimeUs - 8e6, toUs: raisedTimeUs };

it('says when an alarm arrived, and beside it what a wrong clock says', () => {
  expect(formatRaised(english, { raisedTimeUs, evidence })).toBe(formatMoment(english, raisedTimeUs));
  const atUs = 1_780_000_000_000_000;
  const wrong = { raisedTimeUs, evidence: { ...evidence, arrivedUs: atUs } };
  expect(arrivedUs(wrong)).toBe(atUs);
  expect(formatRaised(english, wrong)).toBe(
    `${formatMoment(english, atUs)} (the device’s clock says ${formatMoment(english, raisedTimeUs)})`,
  );
});
