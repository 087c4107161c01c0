import { describe, expect, it } from 'vitest';
import { delayState, followClockStep, isTooLate } from './delay.ts';

/** Lateness of one-second packets, given their delays in seconds. */
function verdicts(delaysSeconds: readonly number[], state = delayState(), fromSecond = 0): boolean[] {
  return delaysSeconds.map((delaySeconds, index) => {
    const sampleTimeUs = 1.7e15 + (fromSecond + index) * 1e6;
    return isTooLate(state, { sampleTimeUs, arrivalUs: sampleTimeUs + delaySeconds * 1e6, durationUs: 1e6 });
  });
}
const constant = (count: number, seconds: number): number[] => new Array<number>(count).fill(seconds);

describe('isTooLate', () => {
  it('measures lateness against the smallest delay of the device, whose clock may be hours off', () => {
    for (const clockErrorSeconds of [-7200, 0, 7200]) {
      const delays = [0.3, 2, 0.5, 45, 59, 62, 0.4].map((seconds) => clockErrorSeconds + seconds);
      expect(verdicts(delays)).toEqual([false, false, false, false, false, true, false]);
    }
  });

  it('tolerates a clock that drifts by half a percent for a day', () => {
    const day = Array.from({ length: 86_400 }, (_, second) => 0.3 + 0.005 * second);
    expect(verdicts(day)).not.toContain(true);
  });

  it('calls a backlog of hours late until its delay has fallen to a minute', () => {
    const state = delayState();
    verdicts(constant(100, 0.3), state);
    // One hour of signal, sent at ten times real time.
    const backlog = Array.from({ length: 3600 }, (_, second) => 3600 * 0.9 - second * 0.9);
    const late = verdicts(backlog, state, 100);
    expect(late.indexOf(false)).toBeGreaterThan(3450);
    expect(late.lastIndexOf(true)).toBe(late.indexOf(false) - 1);
  });

  it('adopts a new delay as the usual one after six seconds at the pace of live signal', () => {
    const state = delayState();
    verdicts(constant(100, 0.3), state);
    const late = verdicts(constant(60, 300), state, 100);
    expect(late).toEqual([...constant(6, 1), ...constant(54, 0)].map(Boolean));
  });

  it('believes a clock at once that agrees with the log, however far ahead it was', () => {
    const state = delayState();
    verdicts(constant(100, -7200), state);
    expect(verdicts(constant(60, 0.3), state, 100)).not.toContain(true);
  });

  it('follows a clock that is set back', () => {
    const state = delayState();
    verdicts(constant(100, 0.3), state);
    followClockStep(state, -3600e6);
    expect(verdicts([...constant(10, 3600.3), 3700], state, -3500)).toEqual(
      [...constant(10, 0), 1].map(Boolean),
    );
  });
});
