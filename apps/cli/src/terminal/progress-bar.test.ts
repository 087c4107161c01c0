import { describe, expect, it } from 'vitest';
import { progressBar, formatProgress } from './progress-bar.ts';

describe('progressBar', () => {
  it('fills up as the work goes on', () => {
    expect(progressBar({ share: 0 })).toBe('░░░░░░░░░░░░░░░░░░░░   0 %');
    expect(progressBar({ share: 0.3 })).toBe('██████░░░░░░░░░░░░░░  30 %');
    expect(progressBar({ share: 1 })).toBe('████████████████████ 100 %');
  });

  it('says 100 % only at the end', () => {
    expect(formatProgress({ share: 0.999 })).toBe(' 99 %');
  });

  it.each([
    [0, '0 s'],
    [41_200, '42 s'],
    [60_000, '1 min'],
    [59.5 * 60_000, '1 h 0 min'],
    [80 * 60_000, '1 h 20 min'],
  ])('says %d ms as %s', (remainingMs, words) => {
    expect(formatProgress({ share: 0.5, remainingMs })).toBe(` 50 %, ${words} left`);
  });
});
