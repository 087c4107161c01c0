import { describe, expect, it } from 'vitest';
import { fittingGain, stillPaper } from './paper.ts';
import { shadePoor, splitAtBeats, strokeSegments, underline } from './trace.ts';

describe('splitAtBeats', () => {
  it('splits a range where beats begin and end', () => {
    const beats = [
      { fromUs: 0, toUs: 100 },
      { fromUs: 200, toUs: 300 },
      { fromUs: 300, toUs: 400 },
    ];
    expect(splitAtBeats(beats, { fromUs: 50, toUs: 450 })).toEqual([
      { fromUs: 50, toUs: 100, anomalous: true },
      { fromUs: 100, toUs: 200, anomalous: false },
      { fromUs: 200, toUs: 300, anomalous: true },
      { fromUs: 300, toUs: 400, anomalous: true },
      { fromUs: 400, toUs: 450, anomalous: false },
    ]);
  });

  it('returns one piece without anomalous beats', () => {
    expect(splitAtBeats([], { fromUs: 0, toUs: 10 })).toEqual([{ fromUs: 0, toUs: 10, anomalous: false }]);
  });
});

describe('strokeSegments', () => {
  const lines = (firstTimes: readonly number[], fromUs: number, toUs: number): string => {
    const calls: string[] = [];
    const context = {
      beginPath: () => undefined,
      stroke: () => undefined,
      moveTo: (x: number) => calls.push(`M${x}`),
      lineTo: (x: number) => calls.push(`L${x}`),
    } as unknown as CanvasRenderingContext2D;
    const segments = firstTimes.map((firstUs) => ({
      firstUs,
      periodUs: 10,
      amplitudesMv: new Float32Array(3),
    }));
    const scale = { originUs: 0, pixelsPerUs: 1, heightPx: 0, pixelsPerMv: 1 };
    strokeSegments(context, segments, scale, { fromUs, toUs });
    return calls.join(' ');
  };

  it('joins segments without a gap and interrupts the line at a gap', () => {
    expect(lines([0, 30, 100], 0, 200)).toBe('M0 L10 L20 L30 L40 L50 M100 L110 L120');
  });

  it('begins with the sample before the range, so that two ranges meet', () => {
    expect(lines([0, 30], 24, 45)).toBe('M20 L30 L40');
  });
});

it('uses the standard gain unless the trace would leave the strip', () => {
  expect(fittingGain({ minMv: -0.4, maxMv: 1.2 }, 104, stillPaper)).toBe(10);
  expect(fittingGain({ minMv: -0.4, maxMv: 2.6 }, 104, stillPaper)).toBe(5);
  expect(fittingGain({ minMv: -9, maxMv: 2.6 }, 104, stillPaper)).toBe(2.5);
});

/** Records left and right edge of each rectangle. */
function rectangles(draw: (context: CanvasRenderingContext2D) => void): [number, number][] {
  const rects: [number, number][] = [];
  draw({
    fillRect: (x: number, _y: number, width: number) => rects.push([x, x + width]),
  } as unknown as CanvasRenderingContext2D);
  return rects;
}
const scale = { originUs: 0, pixelsPerUs: 99.6 / 1e6, heightPx: 104 };

describe('shadePoor', () => {
  it('shades whole pixel columns within the range, without a seam', () => {
    const poor = [0, 1, 2, 5].map((second) => ({ timeUs: second * 1e6, endTimeUs: (second + 1) * 1e6 }));
    const rects = rectangles((context) => {
      shadePoor(context, poor, scale, { fromUs: 0.5e6, toUs: 4e6 });
    });
    expect(rects).toEqual([
      [49, 100],
      [99, 200],
      [199, 299],
    ]);
  });
});

describe('underline', () => {
  const beats = [0, 2].map((at) => ({ fromUs: at * 1e6, toUs: (at + 1) * 1e6 }));

  it('leaves a gap between two beats, and none within a beat that is drawn in pieces', () => {
    const piece = (fromUs: number, toUs: number): [number, number][] =>
      rectangles((context) => {
        underline(context, beats, scale, { fromUs, toUs });
      });
    expect(piece(0, 3e6)).toEqual([
      [0, 98],
      [199, 297],
    ]);
    expect(piece(0.4e6, 0.6e6)).toEqual([[39, 60]]);
    expect(piece(0.6e6, 1.5e6)).toEqual([[59, 98]]);
  });
});
