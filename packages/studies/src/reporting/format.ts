/** A share as `99.86 %`; empty if undefined. */
export const percent = (share: number | undefined, digits = 2): string =>
  share === undefined ? '' : `${(100 * share).toFixed(digits)} %`;

/** A number with the given count of decimals; empty if undefined. */
export const decimal = (value: number | undefined, digits = 3): string => value?.toFixed(digits) ?? '';

/** Minutes and seconds into a recording, such as `5:12.4`. */
export function clock(seconds: number): string {
  const tenths = Math.round(10 * seconds);
  const minutes = Math.floor(tenths / 600);
  return `${minutes}:${((tenths - 600 * minutes) / 10).toFixed(1).padStart(4, '0')}`;
}

/** A kind of alarm or rhythm event in prose: `ventricular-run` as `ventricular run`. */
export const kindTitle = (kind: string): string => kind.replaceAll('-', ' ');
