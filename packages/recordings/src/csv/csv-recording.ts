import { shown, type LeadValues } from '@beatwatch/contracts';
import { assembleRecording, type VoltageSignal } from '../assemble-recording.ts';
import { malformed } from '../errors.ts';
import { leastCount, presentValues } from '../missing-samples.ts';
import type { ReadOptions } from '../options.ts';
import type { EcgRecording } from '../recording.ts';
import { isMissing, numberOf, timeOf } from './cells.ts';
import {
  isCounter,
  isTime,
  microvoltsPerValue,
  placeOf,
  secondsBySize,
  secondsPerValue,
  type CsvColumn,
} from './columns.ts';
import type { CsvTimes } from './runs.ts';
import { timesOf } from './sample-times.ts';
import { readTable, type CsvTable } from './table.ts';

/**
 * Reads a table of samples: a row per sample, a column per lead, columns separated by commas, semicolons, tabs or blanks.
 * - Headings name the leads and their unit, `II (mV)`; a second row may hold the units, as in PhysioNet's exports. Without
 *   headings the leads are `lead 1`, `lead 2`, …
 * - Lines above the headings and comments may state sampling rate, unit and lead, as Apple Health's exports do.
 * - A column `time` (`time (ms)`, `elapsed time`, hh:mm:ss.mmm, also through midnight, or dates) gives the sampling rate and
 *   the gaps; without it the file or the caller gives the rate. Decimal commas are read where they cannot be anything else.
 * - Empty cells, `NaN`, `-` and other words for nothing are missing samples. Lines that begin with `#` are comments.
 * @throws RecordingError with file, line and column
 */
export function parseCsvRecording(text: string, fileName: string, options: ReadOptions = {}): EcgRecording {
  const table = readTable(text, fileName);
  const { facts } = table;
  const time = table.columns.find(isTime);
  const columns = table.columns.filter((column) => column !== time && mayBeLead(table, column));
  const knownRateHz = options.samplingRateHz ?? facts.samplingRateHz;
  const times = time === undefined ? undefined : readTimes(table, time, knownRateHz);
  const samplingRateHz = times?.samplingRateHz ?? knownRateHz;
  if (samplingRateHz === undefined) {
    throw malformed({
      file: fileName,
      line: 1,
      field: 'sampling rate',
      expected: 'a column "time (s)" or a rate in Hz',
    });
  }
  const runs = times?.runs ?? [{ from: 0, to: table.rows.length, startSeconds: 0 }];
  const signals = columns.flatMap((column): VoltageSignal[] => {
    const gain = microvoltsPerValue(column, facts.unit ?? options.unit);
    if (gain === undefined) return [];
    const values = (): LeadValues => {
      const numbers = readNumbers(table, column);
      const pieces = runs.map(({ from, to, startSeconds }) => ({
        startSeconds,
        values: numbers.subarray(from, to),
      }));
      return { lead: column.name, samplingRateHz, microvoltsPerValue: gain, pieces };
    };
    return [{ label: column.isNamed ? column.name : undefined, lead: column.name, values }];
  });
  if (signals.length === 0) {
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
  return assembleRecording({
    fileName,
    name: fileName.replace(/\.[^.]*$/, ''),
    signals,
    notes: [...table.notes, ...(times?.notes ?? [])],
  });
}

/** A column with a unit may be a lead; without one, a column of text or a counter of rows is not. */
function mayBeLead({ rows }: CsvTable, column: CsvColumn): boolean {
  if (column.unit !== undefined) return true;
  if (column.name === '' || isCounter(column)) return false;
  const first = rows[0]?.[column.index] ?? '';
  return isMissing(first) || numberOf(first) !== undefined;
}

function readNumbers({ fileName, rows, lines }: CsvTable, column: CsvColumn): Float64Array {
  const values = Float64Array.from(rows, (row, index) => {
    const cell = row[column.index] ?? '';
    if (isMissing(cell)) return NaN;
    const value = numberOf(cell);
    if (value !== undefined) return value;
    throw malformed({
      file: fileName,
      line: lines[index] ?? 1,
      field: placeOf(column),
      found: shown(cell),
      expected: 'a number',
    });
  });
  // Counts of 16 bits keep their mark in exports.
  const isWhole = values.every((value) => Number.isNaN(value) || Number.isInteger(value));
  return isWhole && values.includes(leastCount) ? presentValues(values, leastCount) : values;
}

function readTimes(table: CsvTable, column: CsvColumn, knownRateHz: number | undefined): CsvTimes {
  const { fileName, rows, lines } = table;
  const factor = secondsPerValue(column);
  let before = -Infinity;
  let wrappedSeconds = 0;
  const seconds = Float64Array.from(rows, (row, index) => {
    const cell = row[column.index] ?? '';
    const plain = numberOf(cell);
    const read = plain === undefined ? timeOf(cell) : undefined;
    // A unit such as hh:mm:ss describes the notation; plain numbers are then seconds.
    const unwrapped =
      plain === undefined
        ? read?.seconds
        : plain * (column.unit === undefined ? secondsBySize(plain) : (factor ?? 1));
    const wrap = read?.wrapsAfterSeconds;
    // A clock that goes back by more than half of its turn has begun a new one.
    if (unwrapped !== undefined && wrap !== undefined && unwrapped + wrappedSeconds < before - wrap / 2) {
      wrappedSeconds += wrap;
    }
    const time = unwrapped === undefined ? undefined : unwrapped + wrappedSeconds;
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
  const times = timesOf(seconds, knownRateHz);
  if (times !== undefined) return times;
  throw malformed({
    file: fileName,
    line: lines[0] ?? 1,
    field: placeOf(column),
    found: 'times that repeat',
    expected: 'a time for each sample, or a sampling rate in Hz',
  });
}
