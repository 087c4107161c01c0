import { microvoltsIn } from '@beatwatch/contracts';

/** Name and unit of a column, from its heading. */
export interface CsvColumn {
  /** From 0. */
  readonly index: number;
  /** `lead 1` and so on without a heading. */
  readonly name: string;
  /** Whether the name is the file's own. */
  readonly isNamed: boolean;
  readonly unit: string | undefined;
}

const bracketed = /^(.*?)\s*[([]\s*([^)\]]+?)\s*[)\]]$/;
const suffixed = /^(.+)_(uV|µV|mV|V|s|sec|seconds|ms|us|ns)$/i;
const timeName =
  /^(elapsed[ _]?|phone[ _]?|sensor[ _]?|unix[ _]?|epoch[ _]?)?(time|timestamp|time[ _]?stamp|t|seconds?|sec|date[ _/]?time|zeit|temps|tiempo|tempo)$/i;

/**
 * Names and units of the columns: `II (mV)`, `II [mV]`, `II_mV`, or the units in a row of their own.
 * @param headings undefined for a column without one
 */
export function csvColumns(
  headings: readonly (string | undefined)[],
  units: readonly string[] | undefined,
): CsvColumn[] {
  return headings.map((heading, index) => {
    if (heading === undefined) return { index, name: `lead ${index + 1}`, isNamed: false, unit: undefined };
    const own = units?.[index];
    if (own !== undefined && own !== '') return { index, name: heading, isNamed: true, unit: own };
    const parts = bracketed.exec(heading) ?? suffixed.exec(heading);
    return { index, name: parts?.[1] ?? heading, isNamed: true, unit: parts?.[2] };
  });
}

const counterName = /^(#|n|no\.?|index|row|sample)( ?(#|no\.?|number|index))?$/i;

/** Whether the column counts the rows. */
export const isCounter = ({ name }: CsvColumn): boolean => counterName.test(name);

/** The column in a message: `column 2 (II)`. */
export const placeOf = ({ index, name }: CsvColumn): string => `column ${index + 1} (${name})`;

export const isTime = ({ name }: CsvColumn): boolean => timeName.test(name);

/**
 * Microvolts per unit of the column; `undefined` where neither the heading nor the caller gives a unit of voltage. The
 * heading's unit takes precedence over the caller's.
 */
export function microvoltsPerValue(column: CsvColumn, unit: string | undefined): number | undefined {
  const named = column.unit ?? unit;
  return named === undefined ? undefined : microvoltsIn(named);
}

const secondsIn: Readonly<Record<string, number>> = {
  s: 1,
  sec: 1,
  seconds: 1,
  ms: 1e-3,
  msec: 1e-3,
  us: 1e-6,
  µs: 1e-6,
  μs: 1e-6,
  ns: 1e-9,
};

/** Whether a cell in a row of units is one. */
export const isUnit = (cell: string): boolean =>
  microvoltsIn(cell) !== undefined ||
  Object.hasOwn(secondsIn, cell.toLowerCase()) ||
  /^(nu|adu|counts?|[hms:.]+)$/i.test(cell);

/** Below it a time without a unit is in seconds since 1970 or since the start: it is the year 5138. */
const latestSeconds = 1e11;

/** Seconds in one unit of a time without one, by its size: epoch times in milli-, micro- and nanoseconds are far apart. */
export function secondsBySize(value: number): number {
  if (value < latestSeconds) return 1;
  if (value < latestSeconds * 1e3) return 1e-3;
  return value < latestSeconds * 1e6 ? 1e-6 : 1e-9;
}

/** Seconds per unit of a column of times; 1 without a unit, `undefined` where it is not a unit of time. */
export function secondsPerValue({ unit }: CsvColumn): number | undefined {
  if (unit === undefined) return 1;
  const known = unit.toLowerCase();
  return Object.hasOwn(secondsIn, known) ? secondsIn[known] : undefined;
}
