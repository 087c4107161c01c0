import { pngDataUri } from '../drawing/png.ts';
import { textWidth } from '../drawing/svg.ts';
import type { Figure, FigureText } from '../figure.ts';
import { escapeHtml } from '../page/html.ts';

export interface ImageGridOptions extends FigureText {
  readonly imageWidth: number;
  readonly imageHeight: number;
  /** Values of black and white. Default 0 and 255. */
  readonly range?: readonly [number, number];
  readonly rows: readonly {
    /** Title on the left of the row; empty for none. */
    readonly title: string;
    /** Images of equal size, as grey values row by row. */
    readonly images: readonly ArrayLike<number>[];
  }[];
  /** Titles above the columns. Default: none. */
  readonly columnTitles?: readonly string[];
  /** Width of an image in SVG units. Default 56, less with many columns. */
  readonly cell?: number;
}

/** Grid of grey images with titles. */
export function imageGrid(options: ImageGridOptions): Figure {
  const {
    imageWidth,
    imageHeight,
    range = [0, 255],
    rows,
    columnTitles = [],
    cell: givenCell,
    ...rest
  } = options;
  const { id, caption, summary } = rest;
  const columns = Math.max(...rows.map(({ images }) => images.length));
  const left = Math.max(0, ...rows.map(({ title }) => (title === '' ? 0 : textWidth(title) + 12)));
  const top = columnTitles.length > 0 ? 24 : 0;
  const cell = givenCell ?? Math.max(20, Math.min(56, Math.floor((720 - left) / columns) - 4));
  const cellHeight = Math.round((cell * imageHeight) / imageWidth);
  const step = cell + 4;
  const [low, high] = range;
  const grey = (image: ArrayLike<number>) =>
    Array.from(image, (value) => (255 * (value - low)) / (high - low));
  const heads = columnTitles.map(
    (title, column) =>
      `<text x="${left + column * step + cell / 2}" y="16" text-anchor="middle">${escapeHtml(title)}</text>`,
  );
  const body = rows.flatMap(({ title, images }, row) => {
    const y = top + row * (cellHeight + 4);
    const name = `<text x="${left - 10}" y="${y + cellHeight / 2}" text-anchor="end" dominant-baseline="central">${escapeHtml(title)}</text>`;
    const pictures = images.map((image, column) => {
      const href = pngDataUri({ width: imageWidth, height: imageHeight, channels: 1, values: grey(image) });
      return `<image class="pixels" x="${left + column * step}" y="${y}" width="${cell}" height="${cellHeight}" data-row="${row}" data-column="${column}" href="${href}"/>`;
    });
    return title === '' ? pictures : [name, ...pictures];
  });
  const [width, height] = [left + columns * step - 4, top + rows.length * (cellHeight + 4) - 4];
  return {
    id,
    caption,
    summary,
    kind: 'images',
    svg:
      `<svg class="plot${width > 720 ? ' wide' : ''}" role="img" aria-label="${escapeHtml(summary)}" viewBox="0 0 ${width} ${height}" ` +
      `width="${width}" height="${height}" font-size="13" fill="currentColor">${heads.join('')}${body.join('')}</svg>`,
    data: {
      imageWidth,
      imageHeight,
      range,
      columnTitles,
      rows: rows.map(({ title, images }) => ({ title, images: images.map((image) => Array.from(image)) })),
    },
  };
}
