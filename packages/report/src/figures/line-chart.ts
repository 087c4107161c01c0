import { lineY, ruleY, text, type Markish } from '@observablehq/plot';
import { cssColour } from '../drawing/colours.ts';
import { axisOptions, endLabels, extent } from '../drawing/axes.ts';
import { drawSvg, figureWidth, textWidth } from '../drawing/svg.ts';
import type { Axis, Figure, FigureText, Named, ReferenceLine } from '../figure.ts';

export interface LineSeries extends Named {
  /** X positions of the values. Default 1, 2, 3, …. */
  readonly x?: ArrayLike<number>;
  /** Y values; NaN leaves a gap. */
  readonly values: ArrayLike<number>;
  readonly dashed?: boolean;
}

export interface LineChartOptions extends FigureText {
  readonly x: Axis;
  readonly y: Axis;
  /** Lines, labelled at their ends. */
  readonly series: readonly LineSeries[];
  /** Horizontal lines, such as a goal. Default: none. */
  readonly references?: readonly ReferenceLine[];
}

/** Values over a continuous quantity, one line per series. */
export function lineChart({ x, y, series, references = [], ...texts }: LineChartOptions): Figure {
  const lines = series.map(({ name, colour, dashed = false, values, x: places }, position) => ({
    name,
    dashed,
    colour: cssColour(colour, position),
    points: Array.from(values, (value, index) => ({ x: places?.[index] ?? index + 1, y: value })),
  }));
  const all = lines.flatMap(({ points }) => points);
  const height = 300;
  const [marginTop, marginBottom] = [28, 44];
  const yDomain = extent(
    [...all.map((point) => point.y), ...references.map(({ value }) => value)],
    y,
    y.zero ?? y.scale !== 'log',
  );
  const labels = endLabels(
    lines.map(({ name, colour, points }) => ({ name, colour, y: points.at(-1)?.y ?? Number.NaN })),
    { domain: yDomain, scale: y.scale ?? 'linear', heightPx: height - marginTop - marginBottom },
  );
  const marginRight = 14 + Math.max(0, ...lines.map(({ name }) => textWidth(name)));
  const xDomain = extent(
    all.map((point) => point.x),
    x,
    x.zero ?? false,
  );
  const marks: Markish[] = [
    ...references.map(({ value }) => ruleY([value], { className: 'reference', strokeDasharray: '5 4' })),
    ...references.map(({ value, label }) =>
      text([{ label }], { x: xDomain[0], y: value, text: 'label', textAnchor: 'start', dx: 4, dy: -8 }),
    ),
    ...lines.map(({ name, colour, dashed, points }) =>
      lineY(points, {
        x: 'x',
        y: 'y',
        stroke: colour,
        strokeWidth: 2,
        className: 'series',
        ariaLabel: () => name,
        ...(dashed ? { strokeDasharray: '6 4' } : {}),
      }),
    ),
    ...labels.map(({ name, colour, y: at }) =>
      text([name], {
        x: xDomain[1],
        y: at,
        fill: colour,
        textAnchor: 'start',
        dx: 8,
        fontWeight: 600,
        clip: false,
      }),
    ),
  ];
  return {
    ...texts,
    kind: 'line',
    svg: drawSvg(texts.summary, {
      width: figureWidth,
      height,
      marginTop,
      marginBottom,
      marginRight,
      marginLeft: 64,
      x: axisOptions(x, xDomain),
      y: { ...axisOptions(y, yDomain), grid: true },
      marks,
    }),
    data: {
      scale: y.scale ?? 'linear',
      series: lines.map(({ name, points }) => ({
        name,
        x: points.map((p) => p.x),
        y: points.map((p) => p.y),
      })),
      references,
    },
  };
}
