import { expect, it } from 'vitest';
import { inputChannels, noiseUnitHu } from '../network/network-input.ts';
import { taughtBatch } from './teacher.ts';

it('puts the target between the full dose and the teacher’s image, in the same places', async () => {
  const side = 4;
  const places = (side / 2) ** 2;
  const numbers = (count: number, of: (index: number) => number) =>
    Float32Array.from({ length: count }, (_, i) => of(i));
  const batch = {
    size: 2,
    side,
    planes: numbers(2 * places * inputChannels, (index) => index),
    noisy: numbers(2 * places * 4, (index) => 1000 + index),
    clean: numbers(2 * places * 4, (index) => index),
    softWeights: new Float32Array(2),
    wideWeights: new Float32Array(2),
  };
  const seen: Float32Array[] = [];
  // Finds, in channel c of place p, a noise of (10 p + c) HU.
  const taught = await taughtBatch(batch, (planes) => {
    seen.push(planes);
    return Promise.resolve(
      numbers(places * 4, (at) => (10 * (at % places) + Math.floor(at / places)) / noiseUnitHu),
    );
  });
  expect(seen).toHaveLength(2);
  // Channel 1 of place 2 of the second patch, which the batch has place by place.
  expect(seen[1]![places + 2]).toBe((places + 2) * inputChannels + 1);
  for (const [patch, place, channel] of [
    [0, 0, 0],
    [0, 3, 2],
    [1, 1, 3],
  ] as const) {
    const at = (patch * places + place) * 4 + channel;
    expect(taught.clean[at]).toBeCloseTo(0.3 * at + 0.7 * (1000 + at - (10 * place + channel)), 2);
  }
  expect(batch.clean[5]).toBe(5);
});
