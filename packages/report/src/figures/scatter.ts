import { dot, link, text } from '@observablehq/plot';
import { extent } from '../drawing/axes.ts';
import { cssColour } from '../drawing/colours.ts';
import { drawSvg, legend } from '../drawing/svg.ts';
import type { Figure, FigureText, Named } from '../figure.ts';

export interface ScatterOptions extends FigureText {
  /** Names of the axes: two for a plane, three for space. */
  readonly axes: readonly [string, string] | readonly [string, string, string];
  /** Groups of points with one coordinate per axis. */
  readonly groups: readonly (Named & {
    readonly points: readonly (readonly number[])[];
    /** Character drawn for each point, which distinguishes more groups than colours can. Default: a dot. */
    readonly symbol?: string;
  })[];
}

/** Scatter plot in a plane, or in space by a parallel projection seen from the front right above. */
export function scatter({ axes, groups, ...texts }: ScatterOptions): Figure {
  const inSpace = axes.length === 3;
  const box = axes.map((_, axis) =>
    extent(
      groups.flatMap(({ points }) => points.map((point) => point[axis] ?? Number.NaN)),
      { label: '' },
      false,
    ),
  );
  const place = inSpace ? spaceProjection(box) : planePoint;
  const drawn = groups.map(({ name, colour, points, symbol }, position) => ({
    name,
    symbol,
    colour: cssColour(colour, position),
    at: points.map(place),
  }));
  const marks = drawn.map(({ name, colour, at, symbol }) => {
    const shared = { x: 'x', y: 'y', fill: colour, className: 'points', ariaLabel: () => name } as const;
    return symbol === undefined
      ? dot(at, { ...shared, r: 2.5, fillOpacity: 0.7 })
      : text(at, { ...shared, text: () => symbol, fontSize: 10, fillOpacity: 0.85 });
  });
  const edges = inSpace ? boxEdges(box).map(([from, to]) => ({ from: place(from), to: place(to) })) : [];
  return {
    ...texts,
    kind: 'scatter',
    svg:
      legend(drawn) +
      drawSvg(texts.summary, {
        height: 420,
        marginLeft: inSpace ? 24 : 56,
        marginRight: 24,
        marginBottom: inSpace ? 24 : 44,
        x: { label: axes[0], labelAnchor: 'center', labelArrow: 'none', grid: !inSpace },
        y: { label: axes[1], labelAnchor: 'center', labelArrow: 'none', grid: !inSpace },
        ...(inSpace ? { axis: null } : {}),
        marks: [
          link(edges, {
            x1: (edge: Edge) => edge.from.x,
            y1: (edge: Edge) => edge.from.y,
            x2: (edge: Edge) => edge.to.x,
            y2: (edge: Edge) => edge.to.y,
            stroke: 'currentColor',
            strokeOpacity: 0.25,
          }),
          ...marks,
          ...(inSpace ? axisNames(axes, box, place) : []),
        ],
      }),
    data: { axes, groups: drawn.map(({ name }, index) => ({ name, points: groups[index]?.points ?? [] })) },
  };
}

interface Place {
  readonly x: number;
  readonly y: number;
}
interface Edge {
  readonly from: Place;
  readonly to: Place;
}
type Box = readonly (readonly [number, number])[];

const planePoint = (point: readonly number[]): Place => ({
  x: point[0] ?? Number.NaN,
  y: point[1] ?? Number.NaN,
});

/** Parallel projection: axes scaled to -1..1, rotated by 35 degrees about the third axis and tilted by 25. */
function spaceProjection(box: Box): (point: readonly number[]) => Place {
  const [turn, tilt] = [(35 * Math.PI) / 180, (25 * Math.PI) / 180];
  return (point) => {
    const [x = 0, y = 0, z = 0] = point.map((value, axis) => {
      const [low, high] = box[axis] ?? [0, 1];
      return (2 * (value - low)) / (high - low) - 1;
    });
    const depth = x * Math.sin(turn) + y * Math.cos(turn);
    return { x: x * Math.cos(turn) - y * Math.sin(turn), y: z * Math.cos(tilt) + depth * Math.sin(tilt) };
  };
}

function boxEdges(box: Box): readonly (readonly [readonly number[], readonly number[]])[] {
  const corner = (bits: number): number[] =>
    box.map(([low, high], axis) => ((bits >> axis) & 1 ? high : low));
  return [0, 1, 2, 3, 4, 5, 6, 7].flatMap((bits) =>
    [1, 2, 4].filter((bit) => (bits & bit) === 0).map((bit) => [corner(bits), corner(bits | bit)] as const),
  );
}

/** Axis names at the middle of the three front edges. */
function axisNames(axes: readonly string[], box: Box, place: (point: readonly number[]) => Place) {
  const middle = box.map(([low, high]) => (low + high) / 2);
  const low = box.map(([least]) => least);
  const high = box.map(([, most]) => most);
  const spots = [
    [middle[0] ?? 0, low[1] ?? 0, low[2] ?? 0],
    [high[0] ?? 0, middle[1] ?? 0, low[2] ?? 0],
    [low[0] ?? 0, low[1] ?? 0, middle[2] ?? 0],
  ];
  const offsets = [
    { dx: -10, dy: 14, textAnchor: 'end' },
    { dx: 10, dy: 14, textAnchor: 'start' },
    { dx: -8, dy: 0, textAnchor: 'end' },
  ] as const;
  return spots.map((spot, axis) =>
    text([{ ...place(spot), name: axes[axis] }], { x: 'x', y: 'y', text: 'name', ...offsets[axis] }),
  );
}
