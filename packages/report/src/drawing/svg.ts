import { plot, type PlotOptions, type RenderFunction } from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { escapeHtml } from '../page/html.ts';

/** Width of a figure in SVG units; keeps a 13 px font readable on a phone 360 px wide. */
export const figureWidth = 480;
const fontSizePx = 13;

/** The part of the DOM used here, because the package compiles without the DOM's types. */
interface SvgNode {
  readonly outerHTML: string;
  setAttribute(name: string, value: string): void;
}
interface SvgDocument {
  createElementNS(namespace: string, name: string): SvgNode;
}

const { document } = parseHTML('<!doctype html><html><body></body></html>') as unknown as {
  readonly document: SvgDocument;
};

/** Draws a plot as SVG markup, without a browser. Colours are CSS variables of the page. */
export function drawSvg(summary: string, options: PlotOptions): string {
  const svg = plot({
    document,
    className: 'plot',
    width: figureWidth,
    height: 300,
    style: { fontSize: `${fontSizePx}px` },
    ...options,
  }) as unknown as SvgNode;
  return svg.outerHTML
    .replaceAll(/<style>.*?<\/style>/gs, '')
    .replaceAll(/ (?:[xy][12]?|c[xy]|width|height|transform|d)="[^"]*"/g, shortened)
    .replace('<svg', `<svg role="img" aria-label="${escapeHtml(summary)}"`);
}

/** Truncates numbers to hundredths of a unit, which are finer than any screen. */
const shortened = (attribute: string): string => attribute.replaceAll(/(\.\d\d)\d+/g, '$1');

/** Mark that fills the plot's frame with an image. */
export function framePicture(href: string): RenderFunction {
  return (_index, _scales, _values, { width, height, marginLeft, marginRight, marginTop, marginBottom }) => {
    const image = document.createElementNS('http://www.w3.org/2000/svg', 'image');
    const attributes = {
      href,
      x: marginLeft,
      y: marginTop,
      width: width - marginLeft - marginRight,
      height: height - marginTop - marginBottom,
      preserveAspectRatio: 'none',
      class: 'pixels',
    };
    for (const [name, value] of Object.entries(attributes)) image.setAttribute(name, String(value));
    return image;
  };
}

/** Upper estimate of a text's width, in SVG units. */
export const textWidth = (text: string): number => Math.ceil(text.length * fontSizePx * 0.58);

/** Legend above a figure; empty for fewer than two entries. */
export function legend(entries: readonly { readonly name: string; readonly colour: string }[]): string {
  if (entries.length < 2) return '';
  const items = entries.map(
    ({ name, colour }) =>
      `<li><span class="swatch" style="background:${colour}"></span>${escapeHtml(name)}</li>`,
  );
  return `<ul class="legend">${items.join('')}</ul>`;
}
