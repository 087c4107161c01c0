import type { Locator } from 'playwright-core';
import { PNG } from 'pngjs';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** One attribute of every element, in the order of the page. */
export function attributes(locator: Locator, name: string): Promise<string[]> {
  return locator.evaluateAll(
    (elements: { getAttribute(attribute: string): string | null }[], attribute) =>
      elements.map((element) => element.getAttribute(attribute) ?? ''),
    name,
  );
}

export async function numbers(locator: Locator, name: string): Promise<number[]> {
  return (await attributes(locator, name)).map(Number);
}

/** The points that each path goes through. */
export async function pathPoints(locator: Locator): Promise<Point[][]> {
  return (await attributes(locator, 'd')).map((path) =>
    [...path.matchAll(/[ML](-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => ({ x: Number(x), y: Number(y) })),
  );
}

/** Where points stand, which are all dots or all characters. */
export async function places(dots: Locator, characters: Locator): Promise<Point[]> {
  const [x, y] = [await numbers(dots, 'cx'), await numbers(dots, 'cy')];
  if (x.length > 0) return x.map((at, index) => ({ x: at, y: y[index]! }));
  return (await attributes(characters, 'transform')).map((transform) => {
    const [, left, top] = /translate\((-?[\d.]+),(-?[\d.]+)\)/.exec(transform) ?? [];
    return { x: Number(left), y: Number(top) };
  });
}

/** The pictures of a figure; pixels as RGBA, row by row. */
export async function pictures(locator: Locator): Promise<PNG[]> {
  const prefix = 'data:image/png;base64,';
  return (await attributes(locator, 'href')).map((href) => {
    if (!href.startsWith(prefix)) throw new Error(`found ${href.slice(0, 40)}, expected a PNG in the page`);
    return PNG.sync.read(Buffer.from(href.slice(prefix.length), 'base64'));
  });
}
