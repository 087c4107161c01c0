import { expect, it } from 'vitest';
import { MainsFilter, mainsFrequenciesHz } from './mains-filter.ts';

const seconds = 6;

/** Height of a sine behind the filter over that before it, once the filter has settled. */
function gainAt(frequencyHz: number, filter: MainsFilter, samplingRateHz: number): number {
  const sine = Float32Array.from({ length: seconds * samplingRateHz }, (_, index) =>
    Math.sin((2 * Math.PI * frequencyHz * index) / samplingRateHz),
  );
  const filtered = filter.filtered(sine, samplingRateHz, false);
  const power = (values: Float32Array): number =>
    values.slice(-3 * samplingRateHz).reduce((sum, value) => sum + value * value, 0);
  return Math.sqrt(power(filtered) / power(sine));
}

it.each(mainsFrequenciesHz)('takes out %i Hz and leaves what the waves of an ECG are made of', (mainsHz) => {
  for (const samplingRateHz of [200, 250, 500, 1000]) {
    const gain = (frequencyHz: number): number =>
      gainAt(frequencyHz, new MainsFilter(mainsHz), samplingRateHz);
    expect(gain(mainsHz)).toBeLessThan(0.005);
    expect(gain(mainsHz + 0.1)).toBeLessThan(0.1);
    for (const frequencyHz of [1, 5, 10, 20, 30]) expect(gain(frequencyHz)).toBeCloseTo(1, 2);
    expect(gain(mainsHz * 0.9)).toBeGreaterThan(0.95);
  }
});

it('leaves a signal that is sampled too slowly as it is', () => {
  const values = Float32Array.of(0, 1, 0, -1);
  expect(new MainsFilter(50).filtered(values, 100, false)).toBe(values);
});
