import Papa from 'papaparse';
import { malformed } from '../errors.ts';
import { isMissing, secondsOf } from './cells.ts';
import { csvColumns, type CsvColumn } from './columns.ts';

/** The rows of a file below its headings, split into cells. */
export interface CsvTable {
  readonly fileName: string;
  readonly columns: readonly CsvColumn[];
  readonly rows: readonly (readonly string[])[];
  /** Line of each row in the file, from 1. */
  readonly lines: readonly number[];
  readonly decimalComma: boolean;
}

/**
 * Reads separator, headings and rows.
 * @throws RecordingError with file and line
 */
export function readTable(text: string, fileName: string): CsvTable {
  const plain = text.replace(/^\uFEFF/, '');
  const delimiter = delimiterOf(plain);
  const { data, errors } = Papa.parse<string[]>(plain, { delimiter });
  const [error] = errors;
  if (error !== undefined) {
    throw malformed({
      file: fileName,
      line: (error.row ?? 0) + 1,
      found: error.message.toLowerCase(),
      expected: 'matching quotes',
    });
  }
  const decimalComma = delimiter !== ',';
  const rows: string[][] = [];
  const lines: number[] = [];
  for (const [index, cells] of data.entries()) {
    const [first = ''] = cells;
    if ((cells.length === 1 && first.trim() === '') || first.startsWith('#')) continue;
    // PhysioNet's exports have headings in single quotes.
    rows.push(cells.map((cell) => cell.trim().replace(/^'(.*)'$/, '$1')));
    lines.push(index + 1);
  }
  const isHeading = (row: readonly string[] = []): boolean =>
    row.some((cell) => !isMissing(cell)) && row.every((cell) => secondsOf(cell, decimalComma) === undefined);
  const headings = isHeading(rows[0]) ? rows[0] : undefined;
  const units = headings !== undefined && isHeading(rows[1]) ? rows[1] : undefined;
  const skipped = (headings === undefined ? 0 : 1) + (units === undefined ? 0 : 1);
  const names = headings ?? rows[0]?.map((_, index) => `lead ${index + 1}`);
  if (names === undefined || rows.length === skipped) {
    throw malformed({
      file: fileName,
      line: Math.max(1, lines.length),
      found: 'the end of the file',
      expected: 'a row of samples',
    });
  }
  for (const [index, row] of rows.entries()) {
    if (row.length === names.length) continue;
    throw malformed({
      file: fileName,
      line: lines[index] ?? 1,
      found: `${row.length} values`,
      expected: `${names.length}`,
    });
  }
  return {
    fileName,
    columns: csvColumns(names, units),
    rows: rows.slice(skipped),
    lines: lines.slice(skipped),
    decimalComma,
  };
}

/** The most frequent separator in the first line that has one. */
function delimiterOf(text: string): string {
  const line = /^[^#\r\n].*[,;\t].*$/m.exec(text)?.[0] ?? '';
  const [most = ','] = [',', ';', '\t'].sort((a, b) => line.split(b).length - line.split(a).length);
  return most;
}
