import { axisX, axisY, barX, ruleX, text } from '@observablehq/plot';
import { cssColour, type Colour } from '../drawing/colours.ts';
import { axisOptions, extent } from '../drawing/axes.ts';
import { drawSvg, textWidth } from '../drawing/svg.ts';
import type { Axis, Figure, FigureText } from '../figure.ts';

export interface BarChartOptions extends FigureText {
  readonly value: Axis;
  readonly bars: readonly {
    readonly name: string;
    readonly value: number;
    /** Half the length of the whisker, such as a standard deviation. Default: no whisker. */
    readonly spread?: number;
    readonly colour?: Colour;
  }[];
  /** Formats the value beside its bar. Default: up to four significant digits. */
  readonly format?: (value: number) => string;
}

/** Horizontal bars, each with its name on the left and its value on the right. */
export function barChart({ value, bars, format = shortNumber, ...texts }: BarChartOptions): Figure {
  const rows = bars.map((bar, position) => ({
    name: bar.name,
    value: bar.value,
    low: bar.value - (bar.spread ?? 0),
    high: bar.value + (bar.spread ?? 0),
    colour: cssColour(bar.colour ?? 'blue', position),
    label: format(bar.value) + (bar.spread === undefined ? '' : ` ± ${format(bar.spread)}`),
  }));
  const whiskers = rows.filter(({ low, high }) => low < high);
  const domain = extent(
    rows.map(({ high }) => high),
    value,
    value.zero ?? true,
  );
  return {
    ...texts,
    kind: 'bars',
    svg: drawSvg(texts.summary, {
      height: 64 + 34 * rows.length,
      marginLeft: 14 + Math.max(...rows.map(({ name }) => textWidth(name))),
      marginRight: 10 + Math.max(...rows.map(({ label }) => textWidth(label))),
      marginBottom: 44,
      marginTop: 8,
      x: { ...axisOptions(value, domain), grid: true },
      y: { domain: rows.map(({ name }) => name), label: null },
      marks: [
        axisY({ tickSize: 0, label: null, textStroke: 'none' }),
        axisX({ ticks: 5, label: value.label, labelAnchor: 'center', labelArrow: 'none' }),
        barX(rows, {
          x1: domain[0],
          x2: 'value',
          y: 'name',
          fill: 'colour',
          insetTop: 4,
          insetBottom: 4,
          className: 'bars',
        }),
        ruleX([domain[0]]),
        ...whiskers.map(({ name, low, high }) =>
          barX([{ name, low, high }], {
            x1: 'low',
            x2: 'high',
            y: 'name',
            fill: 'currentColor',
            insetTop: 15,
            insetBottom: 15,
          }),
        ),
        text(rows, { x: 'high', y: 'name', text: 'label', textAnchor: 'start', dx: 6 }),
      ],
    }),
    data: {
      from: domain[0],
      bars: bars.map(({ name, value: of, spread }) => ({
        name,
        value: of,
        ...(spread === undefined ? {} : { spread }),
      })),
    },
  };
}

const shortNumber = (value: number): string => String(Number(value.toPrecision(4)));
