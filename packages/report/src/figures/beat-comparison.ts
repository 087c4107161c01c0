import { areaY, lineY } from '@observablehq/plot';
import { axisOptions, extent } from '../drawing/axes.ts';
import { cssColour, type Colour } from '../drawing/colours.ts';
import { panelGrid } from '../drawing/panels.ts';
import { drawSvg, legend } from '../drawing/svg.ts';
import type { Axis, Figure, FigureText } from '../figure.ts';

export interface BeatComparisonOptions extends FigureText {
  readonly x: Axis;
  readonly y: Axis;
  readonly beats: readonly {
    /** Title of the panel, such as `Normal, loss 12.3`. */
    readonly title: string;
    readonly recorded: ArrayLike<number>;
    readonly reconstructed: ArrayLike<number>;
    /** Colour of the reconstruction. Default orange. */
    readonly colour?: Colour;
  }[];
}

/** Small charts of recorded beats (solid) and their reconstructions (dashed), with the error filled. */
export function beatComparison({ x, y, beats, ...texts }: BeatComparisonOptions): Figure {
  const drawn = beats.map(({ title, recorded, reconstructed, colour }) => ({
    title,
    colour: cssColour(colour ?? 'orange', 0),
    points: Array.from(recorded, (value, index) => ({
      x: index,
      recorded: value,
      reconstructed: reconstructed[index] ?? Number.NaN,
    })),
  }));
  const all = drawn.flatMap(({ points }) => points);
  const yDomain = extent(
    all.flatMap((point) => [point.recorded, point.reconstructed]),
    y,
    y.zero ?? false,
  );
  const xDomain = extent(
    all.map((point) => point.x),
    x,
    x.zero ?? false,
  );
  const panels = drawn.map(({ title, colour, points }) => ({
    title,
    svg: drawSvg(`Recorded and reconstructed beat: ${title}.`, {
      width: 360,
      height: 210,
      marginLeft: 46,
      marginBottom: 42,
      marginTop: 10,
      x: { ...axisOptions(x, xDomain), ticks: 5 },
      y: { ...axisOptions(y, yDomain), ticks: 5, grid: true },
      marks: [
        areaY(points, {
          x: 'x',
          y1: 'recorded',
          y2: 'reconstructed',
          fill: colour,
          fillOpacity: 0.25,
          className: 'error',
        }),
        lineY(points, {
          x: 'x',
          y: 'recorded',
          stroke: 'currentColor',
          strokeWidth: 2,
          className: 'series',
          ariaLabel: () => 'recorded',
        }),
        lineY(points, {
          x: 'x',
          y: 'reconstructed',
          stroke: colour,
          strokeWidth: 2,
          strokeDasharray: '5 3',
          className: 'series',
          ariaLabel: () => 'reconstructed',
        }),
      ],
    }),
  }));
  const key = legend([
    { name: 'recorded', colour: 'currentColor' },
    ...[...new Set(drawn.map(({ colour }) => colour))]
      .slice(0, 1)
      .map((colour) => ({ name: 'reconstructed (dashed)', colour })),
  ]);
  return {
    ...texts,
    kind: 'beats',
    svg: key + panelGrid(panels),
    data: {
      beats: drawn.map(({ title, points }) => ({
        title,
        recorded: points.map((p) => p.recorded),
        reconstructed: points.map((p) => p.reconstructed),
      })),
    },
  };
}
