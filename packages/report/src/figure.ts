import type { Colour } from './drawing/colours.ts';

type FigureKind =
  'line' | 'bars' | 'histogram' | 'band' | 'scatter' | 'heatmap' | 'images' | 'beats' | 'strips';

/** What every figure is told beside its numbers. */
export interface FigureText {
  /** Unique in the report; the `id` of the figure's element. Letters, digits and hyphens. */
  readonly id: string;
  /** What to see, in a sentence or two; stands under the figure. */
  readonly caption: string;
  /** One sentence for people who do not see the figure. */
  readonly summary: string;
}

/** A drawn figure, ready for a report. */
export interface Figure extends FigureText {
  readonly kind: FigureKind;
  /** Trusted markup: a legend and one or more SVG elements. */
  readonly svg: string;
  /** The numbers it was drawn from, which the report carries under `figures` and the figure's id. Plain JSON. */
  readonly data: unknown;
}

export interface Axis {
  /** With the unit, such as `Loss (sum of absolute errors)`. */
  readonly label: string;
  /** Default linear. */
  readonly scale?: 'linear' | 'log';
  /** Default: the extent of the data, with zero. */
  readonly domain?: readonly [number, number];
  /** Whether zero is shown where no domain is given. Default: for bars and y axes, not for x axes. */
  readonly zero?: boolean;
}

/** A group of numbers under one name and colour. */
export interface Named {
  readonly name: string;
  /** Default: by position. */
  readonly colour?: Colour;
}

/** A line across the figure, such as a threshold. */
export interface ReferenceLine {
  readonly value: number;
  readonly label: string;
}
