/** Cells that stand for a missing sample, in lower case. */
const missing = new Set(['', '-', 'nan']);

export const isMissing = (cell: string): boolean => missing.has(cell.toLowerCase());

const numberPattern = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** @returns undefined where the cell is not a finite number */
export function numberOf(cell: string, decimalComma: boolean): number | undefined {
  const text = decimalComma ? cell.replace(',', '.') : cell;
  if (!numberPattern.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** Seconds, from a number, h:m:s, m:s, or an ISO date with a time; `undefined` for other text. */
export function secondsOf(cell: string, decimalComma: boolean): number | undefined {
  const plain = numberOf(cell, decimalComma);
  if (plain !== undefined) return plain;
  const clock = /^(?:(\d+):)?(\d{1,2}):(\d{1,2}(?:\.\d+)?)$/.exec(cell);
  if (clock !== null) return Number(clock[1] ?? 0) * 3600 + Number(clock[2]) * 60 + Number(clock[3]);
  if (!/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(cell)) return undefined;
  const epochMs = Date.parse(cell);
  return Number.isNaN(epochMs) ? undefined : epochMs / 1000;
}
