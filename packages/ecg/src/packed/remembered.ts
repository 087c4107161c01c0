/**
 * Adds a value to a list of the last ones that lies among other numbers.
 * @param list place of the list, its length now, and the greatest
 * @returns the new length of the list
 */
export function remember(
  numbers: Float64Array,
  { from, length, most }: { readonly from: number; readonly length: number; readonly most: number },
  value: number,
): number {
  if (length < most) {
    numbers[from + length] = value;
    return length + 1;
  }
  numbers.copyWithin(from, from + 1, from + length);
  numbers[from + length - 1] = value;
  return length;
}
