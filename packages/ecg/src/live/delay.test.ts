import { describe, expect, it } from 'vitest';
import { delayState, followSetClock, isTooLate } from './delay.ts';

/** Verdicts on packets of one second each, by the delay of each in seconds. */
function verdicts(delaysSeconds: readonly number[], state = delayState(), fromSecond = 0): boolean[] {
  return delaysSeconds.map((delaySeconds, index) => {
    const sampleTimeUs = 1.7e15 + (fromSecond + index) * 1e6;
    return isTooLate(state, { sampleTimeUs, arrivalUs: sampleTimeUs + delaySeconds * 1e6, durationUs: 1e6 });
  });
}
const constant = (count: number, seconds: number): number[] => new Array<number>(count).fill(seconds);

describe('what is too late for a live alarm', () => {
  it('is measured by the smallest delay of this device, whose clock may be hours off', () => {
    for (const clockErrorSeconds of [-7200, 0, 7200]) {
      const delays = [0.3, 2, 0.5, 45, 59, 62, 0.4].map((seconds) => clockErrorSeconds + seconds);
      expect(verdicts(delays)).toEqual([false, false, false, false, false, true, false]);
    }
  });

  it('is nothing where a drifting clock loses half a percent for a day', () => {
    const day = Array.from({ length: 86_400 }, (_, second) => 0.3 + 0.005 * second);
    expect(verdicts(day)).not.toContain(true);
  });

  it('is all that a device has buffered for hours, until it has caught up to a minute', () => {
    const state = delayState();
    verdicts(constant(100, 0.3), state);
    // An hour sent at ten times its speed.
    const backlog = Array.from({ length: 3600 }, (_, second) => 3600 * 0.9 - second * 0.9);
    const late = verdicts(backlog, state, 100);
    expect(late.indexOf(false)).toBeGreaterThan(3450);
    expect(late.lastIndexOf(true)).toBe(late.indexOf(false) - 1);
  });

  it('is nothing any more once the delay has stood still for half a minute: then it is the usual one', () => {
    const state = delayState();
    verdicts(constant(100, 0.3), state);
    const late = verdicts(constant(60, 300), state, 100);
    expect(late).toEqual([...constant(30, 1), ...constant(30, 0)].map(Boolean));
  });

  it('is not what a clock makes of it that was set back', () => {
    const state = delayState();
    verdicts(constant(100, 0.3), state);
    followSetClock(state, -3600e6);
    expect(verdicts([...constant(10, 3600.3), 3700], state, -3500)).toEqual(
      [...constant(10, 0), 1].map(Boolean),
    );
  });
});
