import { shown } from '@beatwatch/contracts';
import { malformed } from '../errors.ts';
import type { ReadOptions } from '../options.ts';
import { quantisedLead } from '../quantised-lead.ts';
import type { EcgRecording } from '../recording.ts';
import { isMissing, numberOf, secondsOf } from './cells.ts';
import {
  isCounter,
  isTime,
  microvoltsPerValue,
  placeOf,
  secondsPerValue,
  type CsvColumn,
} from './columns.ts';
import { timesOf, type CsvTimes } from './sample-times.ts';
import { readTable, type CsvTable } from './table.ts';

/**
 * Reads a table of samples: a row per sample, a column per lead, columns separated by commas, semicolons or tabs.
 * - Headings name the leads and their unit, `II (mV)`; a second row may hold the units, as in PhysioNet's exports. Without
 *   headings the leads are `lead 1`, `lead 2`, …
 * - A column `time` (`time (ms)`, `elapsed time`, hh:mm:ss.mmm, or ISO 8601) gives the sampling rate and the gaps; without
 *   it the caller gives the rate. Decimal commas are accepted where commas do not separate the columns.
 * - Empty cells, `NaN` and `-` are missing samples. Lines that begin with `#` are comments.
 * @throws RecordingError with file, line and column
 */
export function parseCsvRecording(text: string, fileName: string, options: ReadOptions = {}): EcgRecording {
  const table = readTable(text, fileName);
  const time = table.columns.find(isTime);
  const columns = table.columns.filter((column) => column !== time && mayBeLead(table, column));
  const times = time === undefined ? undefined : readTimes(table, time, options);
  const samplingRateHz = times?.samplingRateHz ?? options.samplingRateHz;
  if (samplingRateHz === undefined) {
    throw malformed({
      file: fileName,
      line: 1,
      field: 'sampling rate',
      expected: 'a column "time (s)" or a rate in Hz',
    });
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
    return [quantisedLead({ lead: column.name, samplingRateHz, microvoltsPerValue: gain, pieces }, fileName)];
  });
  if (leads.length === 0) {
    const found = columns
      .map(({ name, unit }) => (unit === undefined ? name : `${name} (${unit})`))
      .join(', ');
    throw malformed({
      file: fileName,
      line: 1,
      found: shown(found),
      expected: 'a column with a unit of voltage, such as "II (mV)"',
    });
  }
  return { name: fileName.replace(/\.[^.]*$/, ''), leads, annotations: [] };
}

/** A column with a unit may be a lead; without one, a column of text or a counter of rows is not. */
function mayBeLead({ rows, decimalComma }: CsvTable, column: CsvColumn): boolean {
  if (column.unit !== undefined) return true;
  if (column.name === '' || isCounter(column)) return false;
  const first = rows[0]?.[column.index] ?? '';
  return isMissing(first) || numberOf(first, decimalComma) !== undefined;
}

function readNumbers({ fileName, rows, lines, decimalComma }: CsvTable, column: CsvColumn): Float64Array {
  return Float64Array.from(rows, (row, index) => {
    const cell = row[column.index] ?? '';
    if (isMissing(cell)) return NaN;
    const value = numberOf(cell, decimalComma);
    if (value !== undefined) return value;
    throw malformed({
      file: fileName,
      line: lines[index] ?? 1,
      field: placeOf(column),
      found: shown(cell),
      expected: 'a number',
    });
  });
}

function readTimes(table: CsvTable, column: CsvColumn, options: ReadOptions): CsvTimes {
  const { fileName, rows, lines, decimalComma } = table;
  const factor = secondsPerValue(column);
  let before = -Infinity;
  const seconds = Float64Array.from(rows, (row, index) => {
    const cell = row[column.index] ?? '';
    const plain = numberOf(cell, decimalComma);
    // A unit such as hh:mm:ss describes the notation; plain numbers are then seconds.
    const time = plain === undefined ? secondsOf(cell, decimalComma) : plain * (factor ?? 1);
    if (time === undefined)
      throw malformed({
        file: fileName,
        line: lines[index] ?? 1,
        field: placeOf(column),
        found: shown(cell),
        expected: 'a time',
      });
    if (time < before) {
      throw malformed({
        file: fileName,
        line: lines[index] ?? 1,
        field: placeOf(column),
        found: shown(cell),
        expected: 'a time that is not before the previous one',
      });
    }
    before = time;
    return time;
  });
  const times = timesOf(seconds, options.samplingRateHz);
  if (times !== undefined) return times;
  throw malformed({
    file: fileName,
    line: lines[0] ?? 1,
    field: placeOf(column),
    found: 'times that repeat',
    expected: 'a time for each sample, or a sampling rate in Hz',
  });
}
