import { microvoltsIn, type VoltageUnit } from '@beatwatch/contracts';

/** Name and unit of a column, from its heading. */
export interface CsvColumn {
  /** From 0. */
  readonly index: number;
  readonly name: string;
  readonly unit: string | undefined;
}

const bracketed = /^(.*?)\s*[([]\s*([^)\]]+?)\s*[)\]]$/;
const suffixed = /^(.+)_(uV|µV|mV|V|s|sec|seconds|ms|us)$/i;
const timeName = /^(elapsed[ _]?)?(time|timestamp|time[ _]?stamp|t|seconds?|sec|date[ _]?time)$/i;

/** Names and units of the columns: `II (mV)`, `II [mV]`, `II_mV`, or the units in a row of their own. */
export function csvColumns(headings: readonly string[], units: readonly string[] | undefined): CsvColumn[] {
  return headings.map((heading, index) => {
    const own = units?.[index];
    if (own !== undefined && own !== '') return { index, name: heading, unit: own };
    const parts = bracketed.exec(heading) ?? suffixed.exec(heading);
    return { index, name: parts?.[1] ?? heading, unit: parts?.[2] };
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
export function microvoltsPerValue(column: CsvColumn, unit: VoltageUnit | undefined): number | undefined {
  const named = column.unit ?? unit;
  return named === undefined ? undefined : microvoltsIn(named);
}

const secondsIn: Readonly<Record<string, number>> = {
  s: 1,
  sec: 1,
  seconds: 1,
  ms: 1e-3,
  us: 1e-6,
  µs: 1e-6,
};

/** Seconds per unit of a column of times; 1 without a unit, `undefined` where it is not a unit of time. */
export function secondsPerValue({ unit }: CsvColumn): number | undefined {
  if (unit === undefined) return 1;
  const known = unit.toLowerCase();
  return Object.hasOwn(secondsIn, known) ? secondsIn[known] : undefined;
}
