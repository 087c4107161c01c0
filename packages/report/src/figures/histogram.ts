import { rectY, ruleX, ruleY, text } from '@observablehq/plot';
import { cssColour } from '../drawing/colours.ts';
import { axisOptions, extent } from '../drawing/axes.ts';
import { drawSvg, legend } from '../drawing/svg.ts';
import type { Axis, Figure, FigureText, Named, ReferenceLine } from '../figure.ts';

export interface HistogramOptions extends FigureText {
  readonly x: Axis;
  readonly distributions: readonly (Named & { readonly values: ArrayLike<number> })[];
  /** Vertical line, such as the loss above which a beat counts as an anomaly. */
  readonly threshold?: ReferenceLine;
  /** Number of bins, 1 or more. Default 40. */
  readonly bins?: number;
}

/**
 * Histograms of one or more groups; heights are shares of the group, so that groups of different sizes are comparable.
 * Values outside the axis' domain count in the first or last bin.
 */
export function histogram({ x, distributions, threshold, bins = 40, ...texts }: HistogramOptions): Figure {
  const all = distributions.flatMap(({ values }) => Array.from(values));
  const log = x.scale === 'log';
  const domain = extent([...all, ...(threshold === undefined ? [] : [threshold.value])], x, x.zero ?? false);
  const [to, from] = log ? [Math.log, Math.exp] : [identity, identity];
  const [low, high] = [to(domain[0]), to(domain[1])];
  const edges = Array.from({ length: bins + 1 }, (_, bin) => from(low + ((high - low) * bin) / bins));
  const binned = distributions.map(({ name, colour, values }, position) => {
    const counts = new Array<number>(bins).fill(0);
    for (const value of Array.from(values)) {
      const bin = Math.floor(((to(value) - low) / (high - low)) * bins);
      const index = Math.max(0, Math.min(bins - 1, bin));
      counts[index] = (counts[index] ?? 0) + 1;
    }
    return { name, colour: cssColour(colour, position), counts, size: values.length };
  });
  return {
    ...texts,
    kind: 'histogram',
    svg:
      legend(binned) +
      drawSvg(texts.summary, {
        marginLeft: 56,
        marginBottom: 44,
        marginTop: threshold === undefined ? 12 : 30,
        x: axisOptions(x, domain),
        y: {
          label: 'Share of the group',
          labelAnchor: 'center',
          labelArrow: 'none',
          tickFormat: '%',
          grid: true,
        },
        marks: [
          ...binned.map(({ name, colour, counts, size }) =>
            rectY(
              counts.map((count, bin) => ({
                x1: edges[bin],
                x2: edges[bin + 1],
                share: count / Math.max(1, size),
              })),
              {
                x1: 'x1',
                x2: 'x2',
                y: 'share',
                fill: colour,
                fillOpacity: 0.55,
                inset: 0,
                className: 'bins',
                ariaLabel: () => name,
              },
            ),
          ),
          ruleY([0]),
          ...(threshold === undefined
            ? []
            : [
                ruleX([threshold.value], { className: 'reference', strokeWidth: 2, strokeDasharray: '5 4' }),
                text([threshold.label], {
                  x: threshold.value,
                  frameAnchor: 'top',
                  dy: -12,
                  textAnchor: 'middle',
                }),
              ]),
        ],
      }),
    data: {
      edges,
      distributions: binned.map(({ name, counts, size }) => ({ name, counts, size })),
      ...(threshold && { threshold: threshold.value }),
    },
  };
}

const identity = (value: number): number => value;
