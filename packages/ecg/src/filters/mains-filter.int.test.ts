import { readWfdbRecord } from '@beatwatch/recordings';
import { expect, it } from 'vitest';
import { referenceFile } from '../../../../test/stack/reference-data.ts';
import { MainsFilter } from './mains-filter.ts';

/** Height of one frequency in a signal. */
function heightAt(frequencyHz: number, values: Float32Array, samplingRateHz: number): number {
  let cosine = 0;
  let sine = 0;
  for (const [index, value] of values.entries()) {
    const angle = (2 * Math.PI * frequencyHz * index) / samplingRateHz;
    cosine += value * Math.cos(angle);
    sine += value * Math.sin(angle);
  }
  return (2 * Math.hypot(cosine, sine)) / values.length;
}

it('takes the hum out of a minute of mitdb 208 and moves the trace by a millimetre at most', async (context) => {
  const path = referenceFile(context, 'mitdb', '208.hea').replace(/\.hea$/, '');
  const { samplingRateHz, signals } = await readWfdbRecord(path);
  const [signal] = signals;
  const recordedMv = Float32Array.from(
    signal!.samples.subarray(0, 60 * samplingRateHz),
    (count) => (count * signal!.microvoltsPerCount!) / 1000,
  );
  const filteredMv = new MainsFilter(60).filtered(recordedMv, samplingRateHz, false);
  const settled = 2 * samplingRateHz;
  const [before, after] = [recordedMv, filteredMv].map((values) =>
    heightAt(60, values.subarray(settled), samplingRateHz),
  );
  expect(before).toBeGreaterThan(0.01);
  expect(after).toBeLessThan(before! / 20);
  const moved = recordedMv.map((value, index) => Math.abs(value - filteredMv[index]!));
  expect(Math.max(...moved.subarray(settled))).toBeLessThan(0.1);
});
