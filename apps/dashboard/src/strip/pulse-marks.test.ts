import { expect, it } from 'vitest';
import { drawPulses } from './pulse-marks.ts';

it('draws a line and a P at each pulse within the range, and none elsewhere', () => {
  const lines: number[] = [];
  const letters: string[] = [];
  const context = {
    beginPath: () => undefined,
    stroke: () => undefined,
    moveTo: (x: number, y: number) => lines.push(x, y),
    lineTo: (x: number, y: number) => lines.push(x, y),
    fillText: (text: string) => letters.push(text),
  } as unknown as CanvasRenderingContext2D;
  const scale = { originUs: 1000, pixelsPerUs: 0.01, heightPx: 80 };
  const range = { fromUs: 2000, toUs: 4000 };
  drawPulses(context, [1999, 2000, 3050, 4000], { scale, range, colour: '#fff' });
  expect(lines).toEqual([10.5, 0, 10.5, 80, 20.5, 0, 20.5, 80]);
  expect(letters).toEqual(['P', 'P']);
});
