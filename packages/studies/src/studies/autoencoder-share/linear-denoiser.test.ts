import { createSeededRandom } from '@beatwatch/statistics';
import { describe, expect, it } from 'vitest';
import { linearDenoiser } from './linear-denoiser.ts';

describe('linearDenoiser', () => {
  it('keeps what beats have in common and drops a noise that has its own place', () => {
    const random = createSeededRandom(3);
    const beats = Array.from({ length: 200 }, () => Float32Array.from([random.uniform(-2, 2), 0, 0]));
    const denoise = linearDenoiser(
      beats,
      (target, draws) => {
        const noise = draws.uniform(-1, 1);
        return { input: target.map((value, index) => value + (index < 2 ? noise : 0)), target };
      },
      1,
    );
    const [first = 0, second = 0, third = 0] = denoise(Float32Array.from([1.5, 0.5, 0]));
    expect(first).toBeCloseTo(1, 1);
    expect(Math.abs(second) + Math.abs(third)).toBeLessThan(0.05);
  });
});
