import Papa from 'papaparse';
import { EcgError, quoted } from '../errors.ts';
import {
  csvColumns,
  isCounter,
  isTime,
  microvoltsPerValue,
  secondsPerValue,
  type CsvColumn,
} from './csv-columns.ts';
import { timesOf, type CsvTimes } from './csv-times.ts';
import type { EcgRecording } from './ecg-recording.ts';
import type { ReadOptions } from './options.ts';
import { quantise } from './quantise.ts';

/**
 * Reads a table of samples: one row a sample, one column a lead, columns separated by commas, semicolons or tabs.
 * - Headings name the leads and their unit, `II (mV)`; a second row may hold the units, as PhysioNet's exports do. Without
 *   headings leads are called `lead 1`, `lead 2`, …
 * - A column `time` (`time (ms)`, `elapsed time`, hh:mm:ss.mmm, or ISO 8601) gives the rate, and its holes; without it the
 *   caller does. Decimal commas are read where columns are not separated by commas.
 * - Empty cells, `NaN` and `-` are missing samples. Lines that begin with `#` are comments.
 * @throws EcgError with file, line and column, what was found and what was expected.
 */
export function parseCsvRecording(text: string, fileName: string, options: ReadOptions = {}): EcgRecording {
  const table = readTable(text, fileName);
  const time = table.columns.find(isTime);
  const columns = table.columns.filter((column) => column !== time && mayBeLead(table, column));
  const times = time === undefined ? undefined : readTimes(table, time, options);
  const samplingRateHz = times?.samplingRateHz ?? options.samplingRateHz;
  if (samplingRateHz === undefined) {
    throw malformed(
      fileName,
      1,
      undefined,
      'no column of times and no rate',
      'a column "time (s)" or a sampling rate',
    );
  }
  const runs = times?.runs ?? [{ from: 0, to: table.rows.length, startSeconds: 0 }];
  const leads = columns.flatMap((column) => {
    const gain = microvoltsPerValue(column, options.unit);
    if (gain === undefined) return [];
    const values = readNumbers(table, column);
    const pieces = runs.map(({ from, to, startSeconds }) => ({
      startSeconds,
      values: values.subarray(from, to),
    }));
    return [quantise({ lead: column.name, samplingRateHz, microvoltsPerValue: gain, pieces }, fileName)];
  });
  if (leads.length === 0) {
    const found = columns
      .map(({ name, unit }) => (unit === undefined ? name : `${name} (${unit})`))
      .join(', ');
    throw malformed(
      fileName,
      1,
      undefined,
      quoted(found),
      'a column with a unit of voltage, such as "II (mV)"',
    );
  }
  return { name: fileName.replace(/\.[^.]*$/, ''), leads, annotations: [] };
}

interface Table {
  readonly fileName: string;
  readonly columns: readonly CsvColumn[];
  readonly rows: readonly (readonly string[])[];
  /** Line of each row in the file, from 1. */
  readonly lines: readonly number[];
  readonly decimalComma: boolean;
}

function readTable(text: string, fileName: string): Table {
  const plain = text.replace(/^\uFEFF/, '');
  const delimiter = delimiterOf(plain);
  const { data, errors } = Papa.parse<string[]>(plain, { delimiter });
  const [error] = errors;
  if (error !== undefined) {
    throw malformed(
      fileName,
      (error.row ?? 0) + 1,
      undefined,
      error.message.toLowerCase(),
      'quotes that match',
    );
  }
  const decimalComma = delimiter !== ',';
  const rows: string[][] = [];
  const lines: number[] = [];
  for (const [index, cells] of data.entries()) {
    const [first = ''] = cells;
    if ((cells.length === 1 && first.trim() === '') || first.startsWith('#')) continue;
    // PhysioNet's exports put headings into single quotes.
    rows.push(cells.map((cell) => cell.trim().replace(/^'(.*)'$/, '$1')));
    lines.push(index + 1);
  }
  const isHeading = (row: readonly string[] = []): boolean =>
    row.some((cell) => !missing.has(cell.toLowerCase())) &&
    row.every((cell) => secondsOf(cell, decimalComma) === undefined);
  const headings = isHeading(rows[0]) ? rows[0] : undefined;
  const units = headings !== undefined && isHeading(rows[1]) ? rows[1] : undefined;
  const skipped = (headings === undefined ? 0 : 1) + (units === undefined ? 0 : 1);
  const names = headings ?? rows[0]?.map((_, index) => `lead ${index + 1}`);
  if (names === undefined || rows.length === skipped) {
    throw malformed(
      fileName,
      Math.max(1, lines.length),
      undefined,
      'the end of the file',
      'a row of samples',
    );
  }
  for (const [index, row] of rows.entries()) {
    if (row.length === names.length) continue;
    throw malformed(fileName, lines[index] ?? 1, undefined, `${row.length} values`, `${names.length}`);
  }
  return {
    fileName,
    columns: csvColumns(names, units),
    rows: rows.slice(skipped),
    lines: lines.slice(skipped),
    decimalComma,
  };
}

/** Columns that name a unit are leads for sure; of the others, those with names or text in them are not. */
function mayBeLead({ rows, decimalComma }: Table, column: CsvColumn): boolean {
  if (column.unit !== undefined) return true;
  if (column.name === '' || isCounter(column)) return false;
  const first = rows[0]?.[column.index] ?? '';
  return missing.has(first.toLowerCase()) || numberOf(first, decimalComma) !== undefined;
}

/** The separator that the first line with one has most of. */
function delimiterOf(text: string): string {
  const line = /^[^#\r\n].*[,;\t].*$/m.exec(text)?.[0] ?? '';
  const [most = ','] = [',', ';', '\t'].sort((a, b) => line.split(b).length - line.split(a).length);
  return most;
}

const missing = new Set(['', '-', 'nan']);

function readNumbers({ fileName, rows, lines, decimalComma }: Table, column: CsvColumn): Float64Array {
  return Float64Array.from(rows, (row, index) => {
    const cell = row[column.index] ?? '';
    if (missing.has(cell.toLowerCase())) return NaN;
    const value = numberOf(cell, decimalComma);
    if (value !== undefined) return value;
    throw malformed(fileName, lines[index] ?? 1, column, quoted(cell), 'a number');
  });
}

function readTimes(table: Table, column: CsvColumn, options: ReadOptions): CsvTimes {
  const { fileName, rows, lines, decimalComma } = table;
  const factor = secondsPerValue(column);
  let before = -Infinity;
  const seconds = Float64Array.from(rows, (row, index) => {
    const cell = row[column.index] ?? '';
    const plain = numberOf(cell, decimalComma);
    // A unit such as hh:mm:ss describes the form of the time; plain numbers then are seconds.
    const time = plain === undefined ? secondsOf(cell, decimalComma) : plain * (factor ?? 1);
    if (time === undefined) throw malformed(fileName, lines[index] ?? 1, column, quoted(cell), 'a time');
    if (time < before) {
      throw malformed(
        fileName,
        lines[index] ?? 1,
        column,
        quoted(cell),
        'a time that is not before the last one',
      );
    }
    before = time;
    return time;
  });
  const times = timesOf(seconds, options.samplingRateHz);
  if (times !== undefined) return times;
  throw malformed(
    fileName,
    lines[0] ?? 1,
    column,
    'times that repeat',
    'one for each sample, or a sampling rate from you',
  );
}

const numberPattern = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function numberOf(cell: string, decimalComma: boolean): number | undefined {
  const text = decimalComma ? cell.replace(',', '.') : cell;
  if (!numberPattern.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** Seconds of a number, of h:m:s or m:s, or of a date with a time. */
function secondsOf(cell: string, decimalComma: boolean): number | undefined {
  const plain = numberOf(cell, decimalComma);
  if (plain !== undefined) return plain;
  const clock = /^(?:(\d+):)?(\d{1,2}):(\d{1,2}(?:\.\d+)?)$/.exec(cell);
  if (clock !== null) return Number(clock[1] ?? 0) * 3600 + Number(clock[2]) * 60 + Number(clock[3]);
  if (!/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(cell)) return undefined;
  const epochMs = Date.parse(cell);
  return Number.isNaN(epochMs) ? undefined : epochMs / 1000;
}

function malformed(
  file: string,
  line: number,
  column: CsvColumn | undefined,
  found: string,
  expected: string,
): EcgError {
  const place = column === undefined ? '' : `column ${column.index + 1} (${column.name}): `;
  return new EcgError(`${file}:${line}: ${place}found ${found}, expected ${expected}`, {
    code: 'malformed',
    context: { file, line, ...(column && { column: column.index + 1 }) },
  });
}
