import { scale } from '@observablehq/plot';
import { axisOptions } from '../drawing/axes.ts';
import { pngDataUri } from '../drawing/png.ts';
import { drawSvg, figureWidth, framePicture } from '../drawing/svg.ts';
import type { Figure, FigureText } from '../figure.ts';

export interface HeatmapOptions extends FigureText {
  readonly columns: { readonly label: string };
  readonly rows: { readonly label: string };
  /** Values row by row, from the top; NaN is drawn grey. */
  readonly values: readonly ArrayLike<number>[];
  /** Label of the colour bar, with the unit, and range of the values. */
  readonly value: { readonly label: string; readonly domain: readonly [number, number] };
  /** Colour scheme; `diverging` is pale in the middle of the domain. Default `sequential`. */
  readonly colours?: 'sequential' | 'diverging';
}

/** Matrix of numbers as colours, with a colour bar. */
export function heatmap({
  columns,
  rows,
  values,
  value,
  colours = 'sequential',
  ...texts
}: HeatmapOptions): Figure {
  const paint = painter(value.domain, colours);
  const width = values[0]?.length ?? 0;
  const pixels = values.flatMap((row) => Array.from(row, paint)).flat();
  const ramp = Array.from({ length: 256 }, (_, step) =>
    paint(value.domain[0] + ((value.domain[1] - value.domain[0]) * step) / 255),
  ).flat();
  const picture = pngDataUri({ width, height: values.length, channels: 3, values: pixels });
  const bar = pngDataUri({ width: 256, height: 1, channels: 3, values: ramp });
  return {
    ...texts,
    kind: 'heatmap',
    svg:
      drawSvg(texts.summary, {
        height: figureWidth - 60,
        marginLeft: 56,
        marginRight: 24,
        marginBottom: 44,
        marginTop: 8,
        x: axisOptions(columns, [0, width]),
        y: axisOptions(rows, [values.length, 0]),
        marks: [framePicture(picture)],
      }) +
      drawSvg(`Colours of ${value.label}, from ${value.domain.join(' to ')}.`, {
        height: 62,
        marginLeft: 56,
        marginRight: 24,
        marginBottom: 44,
        marginTop: 4,
        x: { ...axisOptions(value, value.domain), ticks: 5 },
        marks: [framePicture(bar)],
      }),
    data: { values: values.map((row) => Array.from(row)), domain: value.domain },
  };
}

type Rgb = readonly [number, number, number];

function painter(
  domain: readonly [number, number],
  kind: 'sequential' | 'diverging',
): (value: number) => Rgb {
  const scheme = kind === 'diverging' ? 'rdbu' : 'viridis';
  const ends = kind === 'diverging' ? [domain[1], domain[0]] : domain;
  const colour = scale({ color: { type: 'linear', scheme, domain: ends, clamp: true } });
  return (value) => (Number.isNaN(value) ? [128, 128, 128] : rgb(String(colour.apply(value))));
}

/** Parses `rgb(1, 2, 3)` and `#010203`. */
function rgb(colour: string): Rgb {
  const parts = colour.startsWith('#')
    ? [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16))
    : (colour.match(/\d+/g) ?? []).map(Number);
  const [red = 0, green = 0, blue = 0] = parts;
  return [red, green, blue];
}
