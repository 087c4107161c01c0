/** Rectangle of a plot in SVG coordinates: y grows downwards. */
export interface PlotArea {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Extent {
  readonly min: number;
  readonly max: number;
}

/** Range of all values with a margin of 6 % on both sides. */
export function extentOf(...series: readonly (readonly number[])[]): Extent {
  const values = series.flat();
  const min = Math.min(...values);
  const max = Math.max(...values);
  const margin = Math.max(1e-3, (max - min) * 0.06);
  return { min: min - margin, max: max + margin };
}

function points(values: readonly number[], { min, max }: Extent, area: PlotArea): string[] {
  return values.map((value, index) => {
    const x = area.left + (index / Math.max(1, values.length - 1)) * area.width;
    const y = area.top + ((max - value) / (max - min)) * area.height;
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
  });
}

/** SVG path through the values. */
export const linePath = (values: readonly number[], extent: Extent, area: PlotArea): string =>
  `M${points(values, extent, area).join('L')}`;

/** SVG path of the area between two lines. */
export const bandPath = (
  upper: readonly number[],
  lower: readonly number[],
  extent: Extent,
  area: PlotArea,
): string => `M${[...points(upper, extent, area), ...points(lower, extent, area).reverse()].join('L')}Z`;
