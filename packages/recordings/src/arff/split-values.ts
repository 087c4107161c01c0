import { shown } from '@beatwatch/contracts';
import { malformed, type TextPosition } from '../errors.ts';

/** One value of a comma-separated ARFF line, with the column it starts at (from 1). */
export interface ArffField {
  readonly text: string;
  readonly column: number;
  readonly wasQuoted: boolean;
}

const isBlank = (character: string | undefined): boolean => character === ' ' || character === '\t';

/**
 * Splits comma-separated values; a value may stand in single or double quotes, with backslash escapes.
 * `firstColumn` is the column of the text's first character in its file.
 * @throws RecordingError at an unclosed quote and at text after a closing quote
 */
export function splitArffValues(text: string, at: TextPosition): ArffField[] {
  const fields: ArffField[] = [];
  let position = 0;
  for (;;) {
    while (isBlank(text[position])) position += 1;
    const start = position;
    const quote = text[start];
    let value: string;
    const wasQuoted = quote === "'" || quote === '"';
    if (wasQuoted) {
      const end = closingQuote(text, start, quote);
      if (end === undefined) {
        throw malformed({
          ...at,
          column: at.column + start,
          found: `an open ${quote}`,
          expected: 'its closing quote on the same line',
        });
      }
      value = text.slice(start + 1, end).replace(/\\(.)/g, '$1');
      position = end + 1;
      while (isBlank(text[position])) position += 1;
      if (position < text.length && text[position] !== ',') {
        throw malformed({
          ...at,
          column: at.column + position,
          found: shown(text.slice(position)),
          expected: 'a comma or the end of the line',
        });
      }
    } else {
      const comma = text.indexOf(',', start);
      position = comma === -1 ? text.length : comma;
      value = text.slice(start, position).trimEnd();
    }
    fields.push({ text: value, column: at.column + start, wasQuoted });
    if (position >= text.length) return fields;
    position += 1;
  }
}

function closingQuote(text: string, start: number, quote: string): number | undefined {
  for (let position = start + 1; position < text.length; position += 1) {
    if (text[position] === '\\') position += 1;
    else if (text[position] === quote) return position;
  }
  return undefined;
}
