/** A share as `99.86 %`; empty where it is not known. */
export const percent = (share: number | undefined, digits = 2): string =>
  share === undefined ? '' : `${(100 * share).toFixed(digits)} %`;

/** A number with so many digits after the point; empty where it is not known. */
export const decimal = (value: number | undefined, digits = 3): string => value?.toFixed(digits) ?? '';

/** Such as `5:12.4`, minutes and seconds into a recording. */
export function clock(seconds: number): string {
  const tenths = Math.round(10 * seconds);
  const minutes = Math.floor(tenths / 600);
  return `${minutes}:${((tenths - 600 * minutes) / 10).toFixed(1).padStart(4, '0')}`;
}
