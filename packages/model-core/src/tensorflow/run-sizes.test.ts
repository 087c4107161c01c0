import { expect, it } from 'vitest';
import { lstmAutoencoder } from '../autoencoders/lstm-autoencoder.ts';
import { FittingRuns, largestRunOnGpu } from './run-sizes.ts';

/** Runs 1,000 beats of one sample on a device that has room for some beats only. */
function runOn(room: number, runs: FittingRuns): { beats: number[]; sizes: number[] } {
  const beats: number[] = [];
  const sizes: number[] = [];
  const batch = Float32Array.from({ length: 1000 }, (_, beat) => beat);
  runs.forEach(batch, 1000, ({ first, count, examples }) => {
    if (count > room) throw new Error('Invalid TF_Status: 8\nMessage: OOM when allocating tensor');
    expect([...examples]).toEqual(Array.from({ length: count }, (_, at) => first + at));
    sizes.push(count);
    beats.push(...examples);
  });
  return { beats, sizes };
}

const everyBeat = Array.from({ length: 1000 }, (_, beat) => beat);

it('runs a batch in parts, in order', () => {
  expect(runOn(400, new FittingRuns(400))).toEqual({ beats: everyBeat, sizes: [400, 400, 200] });
});

it('halves the parts where memory is lacking, and keeps to it', () => {
  const runs = new FittingRuns(1024);
  expect(runOn(300, runs)).toEqual({ beats: everyBeat, sizes: [256, 256, 256, 232] });
  expect(runs.largest).toBe(256);
  expect(runOn(100, runs).beats).toEqual(everyBeat);
});

it('passes on what is no lack of memory, and a lack for the smallest part', () => {
  expect(() => runOn(32, new FittingRuns(1024))).toThrow('OOM');
  const failing = new FittingRuns(1024);
  expect(() => {
    failing.forEach(new Float32Array(200), 200, () => {
      throw new Error('the device is lost');
    });
  }).toThrow('the device is lost');
  expect(failing.largest).toBe(1024);
});

it('asks a GPU for at most 2 GiB a run', () => {
  const seed = lstmAutoencoder({ embedding: 128 });
  const run = largestRunOnGpu(seed);
  expect(run).toBeGreaterThan(1000);
  expect(run * 140 * 256 * 4 * 9).toBeLessThanOrEqual(2 ** 31);
  expect(largestRunOnGpu(lstmAutoencoder({ embedding: 8192, sampleCount: 10_000 }))).toBe(64);
});
