import { createSeededRandom } from '@beatwatch/statistics';
import { describe, expect, it } from 'vitest';
import { digitSide } from '../mnist.ts';
import type { NetworkDigit } from './pixel-skip.ts';
import { choosePixelSkip } from './skip-choice.ts';

const random = createSeededRandom(7);

/** @param helpful whether the network returns the clean image or random pixels */
function digits(helpful: boolean): NetworkDigit[] {
  return Array.from({ length: 40 }, () => {
    const clean = Float32Array.from({ length: digitSide ** 2 }, () => random.next());
    const noisy = clean.map((value) => Math.min(1, Math.max(0, value + 0.4 * random.normal())));
    return { kind: 'speckle', clean, noisy, network: helpful ? clean : clean.map(() => random.next()) };
  });
}
const grid = { groups: [1], noisyLevels: [8], networkLevels: [1, 32] };

describe('choosePixelSkip', () => {
  it('uses an accurate network, and ignores a random one', () => {
    expect(choosePixelSkip(digits(true), grid).networkLevels).toBe(32);
    expect(choosePixelSkip(digits(false), grid).networkLevels).toBe(1);
  });
});
