import Papa from 'papaparse';
import { malformed } from '../errors.ts';
import { isMissing, isValue } from './cells.ts';
import { csvColumns, isUnit, type CsvColumn } from './columns.ts';
import { pairedByComma, requireDecimalCommas } from './decimal-commas.ts';
import { factsOf, type CsvFacts } from './preamble.ts';
import type { CsvRow } from './row.ts';
import { isComment, separated } from './separator.ts';

/** The rows of a file below its headings, split into cells. */
export interface CsvTable {
  readonly fileName: string;
  readonly columns: readonly CsvColumn[];
  readonly rows: readonly (readonly string[])[];
  /** Line of each row in the file, from 1. */
  readonly lines: readonly number[];
  readonly facts: CsvFacts;
  /** What was left out or is not sure. */
  readonly notes: readonly string[];
}

/** Rows that must follow the first one of the table, where there are that many. */
const surelyRows = 5;

/**
 * Reads separator, headings and rows, and the facts in lines above them.
 * @throws RecordingError with file and line
 */
export function readTable(text: string, fileName: string): CsvTable {
  const { rows: read, comments, delimiter } = readRows(text.replace(/^\uFEFF/, ''), fileName);
  const end = (line: number) =>
    malformed({ file: fileName, line, found: 'the end of the file', expected: 'a row of samples' });
  const start = startOf(read);
  if (start === undefined) throw end(Math.max(1, read.at(-1)?.line ?? 1));
  const above = read.slice(0, start);
  const paired = delimiter === ',' ? pairedByComma(read.slice(start), above.at(-1)) : undefined;
  const body = paired ?? withoutEmptyEnd(read.slice(start), above.at(-1));
  const width = body[0]?.cells.length ?? 0;
  const { names, units, used } = headingsOf(above, width);
  const facts = factsOf([...comments, ...above.slice(0, above.length - used).map(({ cells }) => cells)]);
  const { rows, notes } = wholeRows(body, width, { fileName, endsWithin: !/[\r\n]$/.test(text) });
  if (delimiter === ',' && paired === undefined) requireDecimalCommas(rows, fileName);
  const only = width === 1 && facts.lead !== undefined ? [facts.lead] : undefined;
  return {
    fileName,
    columns: csvColumns(names ?? only ?? Array.from({ length: width }, () => undefined), units),
    rows: rows.map(({ cells }) => cells),
    lines: rows.map(({ line }) => line),
    facts,
    notes: [
      ...(paired === undefined ? [] : ['commas stand for both the columns and the decimals: read in pairs']),
      ...notes,
    ],
  };
}

interface ReadRows {
  readonly rows: readonly CsvRow[];
  /** Cells of the lines for readers. */
  readonly comments: readonly (readonly string[])[];
  readonly delimiter: string;
}

function readRows(given: string, fileName: string): ReadRows {
  const { text, delimiter } = separated(given);
  const { data, errors } = Papa.parse<string[]>(text, { delimiter });
  const [error] = errors;
  if (error !== undefined) {
    throw malformed({
      file: fileName,
      line: (error.row ?? 0) + 1,
      found: error.message.toLowerCase(),
      expected: 'matching quotes',
    });
  }
  const rows: CsvRow[] = [];
  const comments: string[][] = [];
  for (const [index, cells] of data.entries()) {
    const [first = ''] = cells;
    if (cells.every((cell) => cell.trim() === '') && cells.length === 1) continue;
    // PhysioNet's exports have headings in single quotes.
    const plain = cells.map((cell) => cell.trim().replace(/^'(.*)'$/, '$1'));
    if (isComment(first)) comments.push(plain.map((cell) => cell.replace(/^[#%/]+\s*/, '')));
    else rows.push({ cells: plain, line: index + 1 });
  }
  return { rows, comments, delimiter };
}

/** The first row of the table: as wide as most, with a number in it, and so are the rows after it. */
function startOf(rows: readonly CsvRow[]): number | undefined {
  const width = usualWidth(rows);
  const isRow = ({ cells }: CsvRow): boolean => cells.length === width && cells.some(isValue);
  const found = rows.findIndex(
    (_, index) =>
      isRow(rows[index] as CsvRow) &&
      rows
        .slice(index + 1, index + 1 + surelyRows)
        .every((row) => row.cells.some(isValue) || row.cells.every(isMissing)) &&
      // A pair of name and number above a table is not its first row.
      (index + 1 >= rows.length ||
        (rows[index + 1] as CsvRow).cells.length === width ||
        rows.length <= index + 3),
  );
  return found === -1 ? undefined : found;
}

function usualWidth(rows: readonly CsvRow[]): number {
  const counts = new Map<number, number>();
  for (const { cells } of rows.slice(Math.floor(rows.length / 2))) {
    counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? 0;
}

/** Rows of loggers that end every row, but not the headings, with a separator. */
function withoutEmptyEnd(rows: readonly CsvRow[], above: CsvRow | undefined): readonly CsvRow[] {
  const width = rows[0]?.cells.length ?? 0;
  if (
    above?.cells.length !== width - 1 ||
    rows.some(({ cells }) => cells.length === width && cells.at(-1) !== '')
  ) {
    return rows;
  }
  return rows.map(({ cells, line }) => ({ cells: cells.slice(0, width - 1), line }));
}

interface Headings {
  readonly names: readonly string[] | undefined;
  readonly units: readonly string[] | undefined;
  /** The number of lines above the table that they take. */
  readonly used: number;
}

/** The names above the table, and the units between both where there are any. */
function headingsOf(above: readonly CsvRow[], width: number): Headings {
  const isHeading = (row: CsvRow | undefined): row is CsvRow =>
    row?.cells.length === width && row.cells.some((cell) => !isMissing(cell)) && !row.cells.some(isValue);
  const [upper, lower] = [above.at(-2), above.at(-1)];
  if (!isHeading(lower)) return { names: undefined, units: undefined, used: 0 };
  if (isHeading(upper) && lower.cells.some(isUnit))
    return { names: upper.cells, units: lower.cells, used: 2 };
  return { names: lower.cells, units: undefined, used: 1 };
}

/**
 * The rows, each as wide as the first. The last one may have been cut off with the file.
 * @throws RecordingError with the line of another row of another width
 */
function wholeRows(
  rows: readonly CsvRow[],
  width: number,
  { fileName, endsWithin }: { readonly fileName: string; readonly endsWithin: boolean },
): { readonly rows: readonly CsvRow[]; readonly notes: readonly string[] } {
  const odd = rows.find(({ cells }) => cells.length !== width);
  if (odd === undefined) return { rows, notes: [] };
  if (odd === rows.at(-1) && endsWithin && odd.cells.length < width && rows.length > 1) {
    return { rows: rows.slice(0, -1), notes: [`the file ends within line ${odd.line}, which is left out`] };
  }
  throw malformed({
    file: fileName,
    line: odd.line,
    found: `${odd.cells.length} values`,
    expected: `${width}`,
  });
}
