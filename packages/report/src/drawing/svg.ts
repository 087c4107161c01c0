import { plot, type PlotOptions, type RenderFunction } from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { escapeHtml } from '../page/html.ts';

/** Width of a figure in its own units: with 13 px letters it is still readable on a phone's 360 px. */
export const figureWidth = 480;
const letterPx = 13;

/** The little of the DOM that is used here; the compiler knows none, since nothing else runs in a browser. */
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

/** Draws without a browser. The colours are the page's; text takes the page's colour. */
export function drawSvg(summary: string, options: PlotOptions): string {
  const drawn = plot({
    document: document as never,
    className: 'plot',
    width: figureWidth,
    height: 300,
    style: { fontSize: `${letterPx}px` },
    ...options,
  }) as unknown as SvgNode;
  return drawn.outerHTML
    .replaceAll(/<style>.*?<\/style>/gs, '')
    .replaceAll(/ (?:[xy][12]?|c[xy]|width|height|transform|d)="[^"]*"/g, shortened)
    .replace('<svg', `<svg role="img" aria-label="${escapeHtml(summary)}"`);
}

/** Hundredths of a unit are finer than any screen. */
const shortened = (attribute: string): string => attribute.replaceAll(/(\.\d\d)\d+/g, '$1');

/** A picture that fills the plot's frame, as a mark. */
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
    return image as never;
  };
}

/** Room that a text takes, in the figure's units; generous. */
export const textWidth = (text: string): number => Math.ceil(text.length * letterPx * 0.58);

/** Names beside their colours, above a figure. Nothing for a single name. */
export function legend(entries: readonly { readonly name: string; readonly colour: string }[]): string {
  if (entries.length < 2) return '';
  const items = entries.map(
    ({ name, colour }) =>
      `<li><span class="swatch" style="background:${colour}"></span>${escapeHtml(name)}</li>`,
  );
  return `<ul class="legend">${items.join('')}</ul>`;
}
