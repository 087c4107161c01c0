import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import { attributes, numbers, pathPoints, pictures, places } from './drawn-elements.ts';

/** How each kind of figure shows that it was drawn from the numbers that the report carries for it. */
export const drawnFromNumbers: Readonly<Record<string, (figure: Locator, data: never) => Promise<void>>> = {
  line: async (
    figure,
    data: { series: readonly { x: number[]; y: (number | null)[] }[]; scale: 'linear' | 'log' },
  ) => {
    const lines = await pathPoints(figure.locator('.series path'));
    const points = data.series.map(({ x, y }) =>
      x.flatMap((at, index) => (y[index] == null ? [] : [{ x: at, y: y[index] }])),
    );
    expect(lines.map((line) => line.length)).toEqual(points.map((line) => line.length));
    const value = data.scale === 'log' ? Math.log : (y: number) => y;
    expectAffine(
      points.flat().map(({ x }) => x),
      lines.flat().map(({ x }) => x),
    );
    expectAffine(
      points.flat().map(({ y }) => value(y)),
      lines.flat().map(({ y }) => y),
    );
  },

  bars: async (figure, data: { from: number; bars: readonly { value: number }[] }) => {
    const widths = await numbers(figure.locator('.bars rect'), 'width');
    expectProportional(
      data.bars.map(({ value }) => value - data.from),
      widths,
    );
  },

  histogram: async (figure, data: { distributions: readonly { counts: number[]; size: number }[] }) => {
    const heights = await numbers(figure.locator('.bins rect'), 'height');
    expectProportional(
      data.distributions.flatMap(({ counts, size }) => counts.map((count) => count / size)),
      heights,
    );
  },

  band: async (figure, data: { panels: readonly { middle: number[]; low: number[]; high: number[] }[] }) => {
    const lines = await pathPoints(figure.locator('.series path'));
    const middles = data.panels.flatMap(({ middle }) => middle);
    expectAffine(
      middles,
      lines.flat().map(({ y }) => y),
    );
    const bands = await pathPoints(figure.locator('.band path'));
    // An area goes along one edge and back along the other.
    const edges = data.panels.flatMap(({ low, high }) => [...high, ...low.toReversed()]);
    expectAffine(
      edges,
      bands.flat().map(({ y }) => y),
    );
  },

  beats: async (figure, data: { beats: readonly { recorded: number[]; reconstructed: number[] }[] }) => {
    const lines = await pathPoints(figure.locator('.series path'));
    const values = data.beats.flatMap(({ recorded, reconstructed }) => [...recorded, ...reconstructed]);
    expectAffine(
      values,
      lines.flat().map(({ y }) => y),
    );
  },

  scatter: async (figure, data: { axes: string[]; groups: readonly { points: number[][] }[] }) => {
    const points = data.groups.flatMap((group) => group.points);
    const drawn = await places(figure.locator('.points circle'), figure.locator('.points text'));
    const [x, y] = [drawn.map((place) => place.x), drawn.map((place) => place.y)];
    expect(x).toHaveLength(points.length);
    if (data.axes.length > 2) return;
    expectAffine(
      points.map((point) => point[0]!),
      x,
    );
    expectAffine(
      points.map((point) => point[1]!),
      y,
    );
  },

  heatmap: async (figure, data: { values: (number | null)[][] }) => {
    const [picture] = await pictures(figure.locator('image'));
    expect([picture!.height, picture!.width]).toEqual([data.values.length, data.values[0]!.length]);
    const colours = new Map<string, string>();
    data.values.flat().forEach((value, index) => {
      const [rounded, colour] = [String(value), picture!.data.toString('hex', index * 4, index * 4 + 3)];
      expect(colours.get(rounded) ?? colour, `colour of ${rounded}`).toBe(colour);
      colours.set(rounded, colour);
    });
    expect(new Set(colours.values()).size).toBeGreaterThan(1);
  },

  images: async (figure, data: { range: [number, number]; rows: readonly { images: number[][] }[] }) => {
    const drawn = await pictures(figure.locator('image'));
    const [low, high] = data.range;
    const images = data.rows.flatMap((row) => row.images);
    expect(drawn).toHaveLength(images.length);
    images.forEach((image, index) => {
      const greys = Array.from({ length: image.length }, (_, pixel) => drawn[index]!.data[pixel * 4]!);
      const expected = image.map((value) => Math.max(0, Math.min(255, (255 * (value - low)) / (high - low))));
      const worst = Math.max(...greys.map((grey, pixel) => Math.abs(grey - expected[pixel]!)));
      expect(worst, `picture ${index}`).toBeLessThanOrEqual(0.51);
    });
  },
};

/** Visible, with a picture that says in words what it shows, and a caption. */
export async function expectReadable(figure: Locator): Promise<void> {
  expect(await figure.isVisible()).toBe(true);
  expect((await figure.locator('figcaption').innerText()).length).toBeGreaterThan(20);
  const drawings = figure.locator('svg');
  expect(await drawings.count()).toBeGreaterThan(0);
  expect(await attributes(drawings, 'role')).toEqual((await drawings.all()).map(() => 'img'));
  for (const words of await attributes(drawings, 'aria-label')) expect(words.length).toBeGreaterThan(20);
  for (const drawing of await drawings.all()) {
    const box = await drawing.boundingBox();
    expect(box?.width).toBeGreaterThan(100);
    expect(box?.height).toBeGreaterThan(20);
  }
}

/** One straight line through all pairs, to within a twentieth of a unit of the drawing. */
function expectAffine(values: readonly number[], places: readonly number[]): void {
  expect(places).toHaveLength(values.length);
  const [low, high] = [argument(values, Math.min), argument(values, Math.max)];
  const slope = (places[high]! - places[low]!) / (values[high]! - values[low]! || 1);
  const off = values.map((value, index) =>
    Math.abs(places[low]! + slope * (value - values[low]!) - places[index]!),
  );
  expect(Math.max(...off)).toBeLessThan(0.05);
  if (values[high]! > values[low]!) expect(Math.abs(places[high]! - places[low]!)).toBeGreaterThan(1);
}

/** One factor between values and lengths, to within a twentieth of a unit of the drawing. */
function expectProportional(values: readonly number[], lengths: readonly number[]): void {
  expect(lengths).toHaveLength(values.length);
  const largest = argument(values, Math.max);
  expect(lengths[largest]).toBeGreaterThan(1);
  const factor = lengths[largest]! / values[largest]!;
  const off = values.map((value, index) => Math.abs(lengths[index]! - factor * value));
  expect(Math.max(...off)).toBeLessThan(0.05);
}

const argument = (values: readonly number[], choose: (...all: number[]) => number): number =>
  values.indexOf(choose(...values));
