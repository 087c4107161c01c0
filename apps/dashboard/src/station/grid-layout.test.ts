import { describe, expect, it } from 'vitest';
import { enlargedArea, gridLayout, tileSize, type WindowSize } from './grid-layout.ts';

/** What a station leaves for its tiles. */
const windows: Readonly<Record<string, WindowSize>> = {
  '1920x1080': { widthPx: 1560, heightPx: 960 },
  '2560x1440': { widthPx: 2200, heightPx: 1320 },
  '1280x720': { widthPx: 920, heightPx: 600 },
};
const phone: WindowSize = { widthPx: 374, heightPx: 640 };
const counts = Array.from({ length: 64 }, (_, index) => index + 1);

describe('the grid of tiles', () => {
  it.each(Object.entries(windows))(
    'fills a screen of %s with 1 to 64 patients, all in view',
    (name, size) => {
      for (const count of counts) {
        const layout = gridLayout(count, size);
        const { widthPx, heightPx } = tileSize(layout, size);
        expect(layout.columns * layout.rows, `${name}, ${count}`).toBeGreaterThanOrEqual(count);
        expect(count / (layout.columns * layout.rows), `${name}, ${count}`).toBeGreaterThan(0.66);
        if (name === '1280x720' && count > 24) continue;
        expect(heightPx, `${name}, ${count}`).toBeGreaterThanOrEqual(84);
        expect(widthPx, `${name}, ${count}`).toBeGreaterThanOrEqual(200);
      }
    },
  );

  it('has one column on a phone, which scrolls', () => {
    expect(gridLayout(12, phone)).toEqual({ columns: 1, rows: 12, leastHeightPx: 172 });
  });

  it('moves nobody for one who comes, as long as there is room', () => {
    const size = windows['1920x1080']!;
    const before = gridLayout(15, size);
    expect(gridLayout(before.columns * before.rows, size, before)).toBe(before);
    expect(gridLayout(before.columns * before.rows + 1, size, before)).not.toBe(before);
    expect(gridLayout(2, size, before)).not.toBe(before);
  });

  it('shows a tile large over its own place, and within the grid', () => {
    const size = windows['1920x1080']!;
    for (const count of [1, 2, 7, 16, 64]) {
      const layout = gridLayout(count, size);
      const outside = Array.from({ length: count }, (_, index) => index).filter((index) => {
        const { left, top, width, height } = enlargedArea(index, layout, size);
        const column = ((index % layout.columns) + 0.5) / layout.columns;
        const row = (Math.floor(index / layout.columns) + 0.5) / layout.rows;
        const isOver = column > left && column < left + width && row > top && row < top + height;
        return !isOver || left < 0 || top < 0 || left + width > 1.001 || top + height > 1.001;
      });
      expect(outside, `${count} tiles`).toEqual([]);
    }
  });
});
