import type { ScaleOptions } from '@observablehq/plot';
import type { Axis } from '../figure.ts';

/** Domain of the axis if given, else the extent of the values; ±0.5 around a single value. */
export function extent(values: readonly number[], axis: Axis, zero: boolean): [number, number] {
  if (axis.domain !== undefined) return [...axis.domain];
  let [low, high] = zero ? [0, 0] : [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (!Number.isFinite(value) || (axis.scale === 'log' && value <= 0)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return [0, 1];
  return low === high ? [low - 0.5, high + 0.5] : [low, high];
}

export function axisOptions(
  { label, scale = 'linear' }: Axis,
  domain: readonly [number, number],
): ScaleOptions {
  return {
    type: scale,
    domain,
    label,
    labelAnchor: 'center',
    labelArrow: 'none',
    nice: false,
    // By default, a log axis labels 0.04 as 40m.
    ...(scale === 'log' && { tickFormat: '~g' }),
    // By default, a log axis within one power of ten has hardly any labels.
    ...(scale === 'log' && domain[1] < 10 * domain[0] && { ticks: roundTicks(domain) }),
  };
}

/** Three to eight round numbers within the domain. */
export function roundTicks([low, high]: readonly [number, number]): number[] {
  const power = 10 ** Math.floor(Math.log10((high - low) / 3));
  const step = power * ([5, 2, 1].find((size) => size * power <= (high - low) / 3) ?? 1);
  const first = Math.ceil(low / step);
  const count = Math.floor(high / step) - first + 1;
  return Array.from({ length: count }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

interface EndLabel {
  readonly name: string;
  readonly colour: string;
  readonly y: number;
}

/** Moves overlapping labels at the ends of lines apart; `y` stays in the unit of the axis. */
export function endLabels(
  labels: readonly EndLabel[],
  axis: {
    readonly domain: readonly [number, number];
    readonly scale: 'linear' | 'log';
    readonly heightPx: number;
  },
): readonly EndLabel[] {
  const spacingPx = 16;
  const to = axis.scale === 'log' ? Math.log : (value: number) => value;
  const from = axis.scale === 'log' ? Math.exp : (value: number) => value;
  const [low, high] = [to(axis.domain[0]), to(axis.domain[1])];
  const placed = labels
    .filter(({ y }) => Number.isFinite(y))
    .map((label) => ({ ...label, px: ((to(label.y) - low) / (high - low)) * axis.heightPx }))
    .sort((a, b) => a.px - b.px);
  let lowest = 0;
  for (const label of placed) {
    label.px = Math.max(label.px, lowest);
    lowest = label.px + spacingPx;
  }
  let highest = axis.heightPx;
  for (const label of placed.toReversed()) {
    label.px = Math.min(label.px, highest);
    highest = label.px - spacingPx;
  }
  return placed.map(({ px, ...label }) => ({ ...label, y: from(low + (px / axis.heightPx) * (high - low)) }));
}
