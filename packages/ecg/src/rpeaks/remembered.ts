import { rememberedBeats } from './tuning.ts';

/**
 * Adds a value to a list of the last beats that lies among other numbers.
 * @param from place of the list
 * @returns the new length of the list
 */
export function remember(numbers: Float64Array, from: number, length: number, value: number): number {
  if (length < rememberedBeats) {
    numbers[from + length] = value;
    return length + 1;
  }
  numbers.copyWithin(from, from + 1, from + length);
  numbers[from + length - 1] = value;
  return length;
}
