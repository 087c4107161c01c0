import { describe, expect, it } from 'vitest';
import { rWindow } from './r-window.ts';

describe('the window around an R peak', () => {
  it('has its 32nd value on the peak and the others 8 ms apart, at any rate', () => {
    for (const samplingRateHz of [100, 125, 130, 250, 360, 1000]) {
      // A ramp of 1 microvolt a millisecond: each value is its time.
      const ramp = Float64Array.from({ length: 2 * samplingRateHz }, (_, n) => (1000 * n) / samplingRateHz);
      const peak = samplingRateHz;
      const window = rWindow(ramp, peak, ramp.length, samplingRateHz);
      expect(window).toHaveLength(88);
      window.forEach((value, index) => {
        expect(value).toBeCloseTo(1000 + 8 * (index - 31), 3);
      });
    }
  });

  it('is the same from a ring that has wrapped', () => {
    const signal = Float64Array.from({ length: 3000 }, (_, n) => Math.sin(n / 9));
    const ring = new Float64Array(400);
    signal.forEach((value, n) => (ring[n % ring.length] = value));
    expect(rWindow(ring, 2850, 3000, 250)).toEqual(rWindow(signal, 2850, 3000, 250));
  });

  it('holds the first and the last known value beyond both ends', () => {
    const signal = Float64Array.from({ length: 60 }, (_, n) => 100 + n);
    const window = rWindow(signal, 10, signal.length, 250);
    expect(window[0]).toBe(100);
    expect(window.at(-1)).toBe(159);
  });
});
