/** A line of the file that is not empty, and its number from 1. */
export interface CsvRow {
  readonly cells: readonly string[];
  readonly line: number;
}
