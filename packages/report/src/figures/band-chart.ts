import { areaY, lineY } from '@observablehq/plot';
import { cssColour } from '../drawing/colours.ts';
import { axisOptions, extent } from '../drawing/axes.ts';
import { panelGrid } from '../drawing/panels.ts';
import { drawSvg } from '../drawing/svg.ts';
import type { Axis, Figure, FigureText, Named } from '../figure.ts';

export interface BandChartOptions extends FigureText {
  readonly x: Axis;
  readonly y: Axis;
  /** One small chart each, all with the same axes. `low` and `high` bound the band, such as mean ± 2 sigma. */
  readonly panels: readonly (Named & {
    readonly middle: ArrayLike<number>;
    readonly low: ArrayLike<number>;
    readonly high: ArrayLike<number>;
    /** Default: blue in every panel. */
  })[];
}

/** Small charts of a curve with a band around it, one for each group. */
export function bandChart({ x, y, panels, ...texts }: BandChartOptions): Figure {
  const drawn = panels.map(({ name, colour, middle, low, high }, position) => ({
    name,
    colour: cssColour(colour ?? 'blue', position),
    points: Array.from(middle, (value, index) => ({
      x: index,
      middle: value,
      low: low[index] ?? Number.NaN,
      high: high[index] ?? Number.NaN,
    })),
  }));
  const all = drawn.flatMap(({ points }) => points);
  const yDomain = extent(
    all.flatMap((point) => [point.low, point.high]),
    y,
    y.zero ?? false,
  );
  const xDomain = extent(
    all.map((point) => point.x),
    x,
    x.zero ?? false,
  );
  const svgs = drawn.map(({ name, colour, points }) =>
    drawSvg(`${texts.summary} Panel: ${name}.`, {
      width: 360,
      height: 230,
      marginLeft: 46,
      marginBottom: 42,
      marginTop: 10,
      x: { ...axisOptions(x, xDomain), ticks: 5 },
      y: { ...axisOptions(y, yDomain), ticks: 5, grid: true },
      marks: [
        areaY(points, {
          x: 'x',
          y1: 'low',
          y2: 'high',
          fill: colour,
          fillOpacity: 0.25,
          className: 'band',
          ariaLabel: () => name,
        }),
        lineY(points, {
          x: 'x',
          y: 'middle',
          stroke: colour,
          strokeWidth: 2,
          className: 'series',
          ariaLabel: () => name,
        }),
      ],
    }),
  );
  return {
    ...texts,
    kind: 'band',
    svg: panelGrid(drawn.map(({ name }, index) => ({ title: name, svg: svgs[index] ?? '' }))),
    data: {
      panels: drawn.map(({ name, points }) => ({
        name,
        middle: points.map((p) => p.middle),
        low: points.map((p) => p.low),
        high: points.map((p) => p.high),
      })),
    },
  };
}
