import { isMissing, isValue } from './cells.ts';

/** What separates the columns of a text, and the text with that separator. */
export interface Separated {
  readonly text: string;
  readonly delimiter: string;
}

/** Nothing but separators; a comma may also be a decimal comma. */
const candidates = ['\t', ';', '|'] as const;
/** Share of lines that have a separator of columns. */
const mostLines = 0.9;
const sampledLines = 200;

/**
 * Finds what separates the columns: the first of tab, semicolon and bar that nearly every one of the last lines has, else blanks
 * between numbers, else commas. A first line `sep=;`, as Excel writes it, says so itself.
 */
export function separated(text: string): Separated {
  const stated = /^sep=(.)\r?\n/i.exec(text);
  if (stated !== null) return { text: text.slice(stated[0].length), delimiter: stated[1] ?? ',' };
  const last = text.slice(-sampledLines * 200).split(/\r\n|\r|\n/);
  // The last line may have been cut off with the file.
  const lines = (last.length > 2 ? last.slice(0, -1) : last)
    .filter((line) => line.trim() !== '' && !isComment(line))
    .slice(-sampledLines);
  const share = (test: (line: string) => boolean): number => lines.filter(test).length / lines.length;
  const delimiter = candidates.find((candidate) => share((line) => line.includes(candidate)) >= mostLines);
  if (delimiter !== undefined) return { text, delimiter };
  // The first of a few lines may be the headings.
  const blanks = lines.filter(isBlankSeparated).length;
  if (
    blanks > 0 &&
    blanks + 1 >= lines.length * mostLines &&
    blanks + 1 >= lines.length - sampledLines / 10
  ) {
    return { text: text.replace(/^[ ]+|[ ]+$/gm, '').replace(/[ ]+/g, '\t'), delimiter: '\t' };
  }
  return { text, delimiter: ',' };
}

/** A line for readers. */
export const isComment = (line: string): boolean => /^\s*(?:#|%|\/\/)/.test(line);

const isBlankSeparated = (line: string): boolean => {
  const cells = line.trim().split(/ +/);
  return cells.length > 1 && cells.every((cell) => isMissing(cell) || isValue(cell));
};
