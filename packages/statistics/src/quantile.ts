import { selected } from './selected.ts';

/**
 * Quantile, interpolated between the two nearest values (Hyndman, Fan, 1996, type 7); NaN of no values.
 * @param share 0 to 1
 */
export function quantile(values: ArrayLike<number>, share: number): number {
  const position = share * (values.length - 1);
  const { value: high, before } = selected(values, Math.ceil(position));
  const low = Number.isInteger(position) ? high : before;
  return low + (high - low) * (position - Math.floor(position));
}
