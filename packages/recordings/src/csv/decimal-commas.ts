import { microvoltsIn } from '@beatwatch/contracts';
import { malformed } from '../errors.ts';
import type { CsvRow } from './row.ts';

const whole = /^[+-]?\d+$/;
const digits = /^\d+$/;
/** A whole number as nobody writes it: `-0`, or zeros in front. */
const onlyBeforeComma = /^[+-]?0$/;
const onlyAfterComma = /^0\d/;

/**
 * The rows of a file in which commas separate the columns and the decimals as well, `0,004,-0,145`, with two cells made one.
 * Sure where the headings are half as many, or where each number is split the same way and some half is no number by itself.
 * @returns undefined where the rows are not of that kind
 */
export function pairedByComma(rows: readonly CsvRow[], above: CsvRow | undefined): CsvRow[] | undefined {
  const width = rows[0]?.cells.length ?? 0;
  if (width < 2 || width % 2 !== 0) return undefined;
  const isSplit = ({ cells }: CsvRow): boolean =>
    cells.length !== width || cells.every((cell, index) => (index % 2 === 0 ? whole : digits).test(cell));
  if (!rows.every(isSplit)) return undefined;
  const halfHeadings =
    above !== undefined && above.cells.length * 2 === width && !above.cells.some((cell) => whole.test(cell));
  const halves = (remainder: number, pattern: RegExp): boolean =>
    rows.some(({ cells }) => cells.some((cell, index) => index % 2 === remainder && pattern.test(cell)));
  // A pair such as `Unit,mV` above a table is no heading of two columns.
  const wide = above?.cells.length === width && microvoltsIn(above.cells.at(-1) ?? '') === undefined;
  const sure = halfHeadings || (!wide && halves(0, onlyBeforeComma) && halves(1, onlyAfterComma));
  if (!sure) return undefined;
  return rows.map(({ cells, line }) => ({
    cells: cells.flatMap((cell, index) =>
      index % 2 === 0 ? [cells.length > index + 1 ? `${cell}.${cells[index + 1] ?? ''}` : cell] : [],
    ),
    line,
  }));
}

const grouped = /^[+-]?[1-9]\d{0,2}(?:,\d{3})+$/;

/**
 * Numbers in quotes with commas are decimals, unless every one of a column may be in thousands: `"1,024"` is not sure.
 * @throws RecordingError with the line of the first such number
 */
export function requireDecimalCommas(rows: readonly CsvRow[], fileName: string): void {
  const width = rows[0]?.cells.length ?? 0;
  for (let column = 0; column < width; column += 1) {
    const first = rows.find(({ cells }) => cells[column]?.includes(','));
    if (first === undefined) continue;
    const isSure = rows.some(({ cells }) => {
      const cell = cells[column] ?? '';
      return cell.includes(',') && !grouped.test(cell);
    });
    if (isSure) continue;
    throw malformed({
      file: fileName,
      line: first.line,
      field: `column ${column + 1}`,
      found: `"${first.cells[column] ?? ''}"`,
      expected: 'numbers without thousands separators, as it may be a decimal comma',
    });
  }
}
