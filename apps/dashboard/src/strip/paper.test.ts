import { describe, expect, it } from 'vitest';
import { livePaper, pixelsPerSecondOf } from './paper.ts';

const secondsOf = (widthPx: number, heightPx: number): number =>
  widthPx / pixelsPerSecondOf(livePaper({ widthPx, heightPx }));

describe('the paper of a live strip', () => {
  it('grows with the strip', () => {
    const sizes = [
      [420, 90],
      [700, 160],
      [1500, 260],
      [2400, 500],
    ] as const;
    const mm = sizes.map(([widthPx, heightPx]) => livePaper({ widthPx, heightPx }).pixelsPerMm);
    expect(mm).toEqual([3, 6, 10, 12]);
  });

  it('shows six seconds or more on every strip from 113 px on, and slows down where it is narrow', () => {
    for (let widthPx = 113; widthPx < 2600; widthPx += 7) {
      for (const heightPx of [50, 120, 400, 1200]) {
        expect(secondsOf(widthPx, heightPx)).toBeGreaterThanOrEqual(6);
      }
    }
    expect([1000, 300, 150].map((widthPx) => livePaper({ widthPx, heightPx: 80 }).mmPerSecond)).toEqual([
      25, 12.5, 6.25,
    ]);
    expect(livePaper({ widthPx: 300, heightPx: 80 }, 50)).toEqual({ pixelsPerMm: 3, mmPerSecond: 50 });
  });
});
