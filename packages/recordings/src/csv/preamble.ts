import { microvoltsIn } from '@beatwatch/contracts';

/** What the lines above a table say of it. */
export interface CsvFacts {
  readonly samplingRateHz?: number;
  /** Unit of the columns that have none of their own. */
  readonly unit?: string;
  /** Lead of a table of one column. */
  readonly lead?: string;
}

const rate = /(\d+(?:[.,]\d+)?)\s*(k?)(?:hz|hertz|sps|samples?\s*(?:\/|per)\s*s(?:ec(?:ond)?)?)\b/i;
const bareRate = /^(?:fs|s(?:ampling)?[ _]?(?:rate|freq(?:uency)?)|sample[ _]?rate)\W*(\d+(?:\.\d+)?)$/i;
/** Rates that are not the sampling rate. */
const otherRate = /filter|filtr|mains|notch|line|band|pass|heart|pulse|cutoff/i;
const leadWord =
  /^(?:lead|channel|ableitung|dérivation|derivación|derivazione|afleiding|derivação)\b[\s:=]*/i;

/**
 * Reads the facts in the lines above a table: pairs of a name and a value, as Apple Health and loggers write them in many
 * languages, or comments. A value in hertz is the sampling rate, a value that is a unit of voltage the unit.
 * @param rows the cells of each line
 */
export function factsOf(rows: readonly (readonly string[])[]): CsvFacts {
  const facts: { samplingRateHz?: number; unit?: string; lead?: string } = {};
  for (const row of rows) {
    const cells = row.flatMap((cell) => cell.split(/[:=]\s*/)).filter((cell) => cell.trim() !== '');
    const text = cells.join(' ');
    const found = otherRate.test(text) ? null : (rate.exec(text) ?? bareRate.exec(text));
    if (found !== null) {
      facts.samplingRateHz ??= Number((found[1] ?? '').replace(',', '.')) * (found[2] ? 1000 : 1);
    }
    const value = cells.at(-1)?.trim() ?? '';
    if (cells.length === 2 && microvoltsIn(value) !== undefined) facts.unit ??= value;
    if (cells.length === 2 && leadWord.test(cells[0] ?? '')) facts.lead ??= value.replace(leadWord, '');
  }
  return facts;
}
