import type { Colour } from './drawing/colours.ts';

type FigureKind =
  'line' | 'bars' | 'histogram' | 'band' | 'scatter' | 'heatmap' | 'images' | 'beats' | 'strips';

/** Texts of a figure. */
export interface FigureText {
  /** `id` of the figure's element, unique in the report; letters, digits and hyphens. */
  readonly id: string;
  /** Text below the figure, one or two sentences. */
  readonly caption: string;
  /** Alternative text for screen readers, one sentence. */
  readonly summary: string;
}

/** A drawn figure, ready for a report. */
export interface Figure extends FigureText {
  readonly kind: FigureKind;
  /** Trusted markup, not escaped: a legend and one or more SVG elements. */
  readonly svg: string;
  /** Numbers behind the figure, plain JSON; embedded in the report under `figures` and the figure's id. */
  readonly data: unknown;
}

export interface Axis {
  /** Label with the unit, such as `Loss (sum of absolute errors)`. */
  readonly label: string;
  /** Default linear. */
  readonly scale?: 'linear' | 'log';
  /** Default: the extent of the data, with zero according to `zero`. */
  readonly domain?: readonly [number, number];
  /** Whether the default domain includes zero. Default: depends on the figure. */
  readonly zero?: boolean;
}

/** Name and colour of a group of numbers. */
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
