/** Cells that stand for a missing sample, in lower case. */
const missing = new Set([
  ...['', '-', '--', '.', '*', '?', 'nan', 'na', 'n/a', '#n/a', 'null', 'none', 'nil', 'missing'],
  ...['inf', '+inf', '-inf', 'infinity', '-infinity'],
]);

export const isMissing = (cell: string): boolean => missing.has(cell.toLowerCase());

const numberPattern = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** @returns undefined where the cell is not a finite number, with a decimal point or comma */
export function numberOf(cell: string): number | undefined {
  const text = cell.replace(',', '.');
  if (!numberPattern.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** A time in a cell. */
export interface CellTime {
  readonly seconds: number;
  /** Where a clock begins again at 0: a day for a time of day, an hour for minutes and seconds. Absent: never. */
  readonly wrapsAfterSeconds?: number;
}

const dateAndTime =
  /^(\d{4})[-/](\d{2})[-/](\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i;
const otherDate = /\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b/;
const clock = /^(?:(\d+):)?(\d{1,2}):(\d{1,2}(?:[.,]\d+)?)\s*(am|pm)?$/i;

/**
 * Reads a number of seconds, h:m:s, m:s, or a date with a time. A date whose day and month may be either is left out: its time
 * of day goes on after midnight by itself. Without a zone the clock is taken as one without summer time.
 * @returns undefined for other text
 */
export function timeOf(cell: string): CellTime | undefined {
  const plain = numberOf(cell);
  if (plain !== undefined) return { seconds: plain };
  const text = cell.replace(/^\[(.*)\]$/, '$1').trim();
  const date = dateAndTime.exec(text);
  if (date !== null) return dateTimeOf(date);
  const parts = clock.exec(text.replace(otherDate, '').trim());
  if (parts === null) return undefined;
  const [, hours, minutes, seconds = '', half] = parts;
  const hour = Number(hours ?? 0);
  const shift =
    half === undefined ? 0 : half.toLowerCase() === 'pm' ? (hour === 12 ? 0 : 12) : hour === 12 ? -12 : 0;
  return {
    seconds: (hour + shift) * 3600 + Number(minutes) * 60 + Number(seconds.replace(',', '.')),
    wrapsAfterSeconds: hours === undefined ? 3600 : 86_400,
  };
}

/** Whether a cell is a number or a time. */
export const isValue = (cell: string): boolean => timeOf(cell) !== undefined;

function dateTimeOf(parts: RegExpExecArray): CellTime | undefined {
  const [, year, month, day, hour, minute, second = '0', fraction = '0', zone = 'Z'] = parts;
  const colon = zone.replace(/^([+-]\d{2}):?(\d{2})$/, '$1:$2').toUpperCase();
  const epochMs = Date.parse(
    `${year ?? ''}-${month ?? ''}-${day ?? ''}T${hour ?? ''}:${minute ?? ''}:${second.padStart(2, '0')}${colon}`,
  );
  return Number.isNaN(epochMs) ? undefined : { seconds: epochMs / 1000 + Number(`0.${fraction}`) };
}
