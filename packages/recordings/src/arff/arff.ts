import { shown } from '@beatwatch/contracts';
import { parse } from 'arff';
import { malformed, RecordingError, unsupported, type TextPosition } from '../errors.ts';
import { splitArffValues, type ArffField } from './split-values.ts';

interface ArffAttribute {
  readonly name: string;
  readonly kind: 'numeric' | 'string' | 'nominal';
  /** The values that a nominal attribute allows; empty for the other kinds. */
  readonly values: readonly string[];
}

/** A number for a numeric attribute, text for others, `undefined` for a missing value (`?`). */
type ArffValue = number | string | undefined;

export interface ArffTable {
  readonly relation: string;
  readonly attributes: readonly ArffAttribute[];
  /** `[row][attribute]`, each row as long as `attributes`. */
  readonly rows: readonly (readonly ArffValue[])[];
}

const numberPattern = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const plainWord = /^[^\s'",{}%?]+$/;

/**
 * Reads an ARFF file (https://waikato.github.io/weka-wiki/formats_and_processing/arff_stable/) with the `arff` package.
 * That package refuses `real` and `integer`, blanks around values and a byte order mark, and silently accepts short rows,
 * long rows and text in numeric columns. So the text is first normalised to what the package accepts, and every value is
 * checked while its line and column are known. Sparse rows, dates, relational attributes and instance weights are refused.
 * @throws RecordingError with file, line and column
 */
export function parseArff(text: string, fileName: string): ArffTable {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
  const header = readHeader(lines, fileName);
  const normalised = header.lines;
  for (let index = header.dataLine; index < lines.length; index += 1) {
    const line = (lines[index] ?? '').trim();
    const at = { file: fileName, line: index + 1, column: 1 + leadingBlanks(lines[index] ?? '') };
    normalised.push(line === '' || line.startsWith('%') ? '' : normalisedRow(line, at, header.attributes));
  }
  if (normalised.every((line, index) => index < header.dataLine || line === '')) {
    throw malformed({
      file: fileName,
      line: lines.length,
      column: 1,
      found: 'the end of the file',
      expected: 'a row of data',
    });
  }
  const parsed = parsedByPackage(`\n${normalised.join('\n')}\n`, fileName);
  return {
    relation: header.relation,
    attributes: header.attributes,
    rows: parsed.data.map((row) => header.attributes.map((_, column) => row[`a${column}`])),
  };
}

/** Whatever the package still refuses is a fault of the normalisation above. */
function parsedByPackage(text: string, fileName: string): ReturnType<typeof parse> {
  try {
    return parse(text);
  } catch (cause) {
    throw new RecordingError(
      { file: fileName, found: String(cause), expected: 'text that the arff package accepts' },
      { code: 'malformed', cause },
    );
  }
}

interface Header {
  readonly relation: string;
  readonly attributes: readonly ArffAttribute[];
  /** Line of `@data`, from 1. */
  readonly dataLine: number;
  readonly lines: string[];
}

function readHeader(lines: readonly string[], fileName: string): Header {
  const attributes: ArffAttribute[] = [];
  const normalised: string[] = [];
  let relation = '';
  for (const [index, raw] of lines.entries()) {
    const line = raw.trim();
    const at = { file: fileName, line: index + 1, column: 1 + leadingBlanks(raw) };
    const keyword = /^@[a-z]+/i.exec(line)?.[0].toLowerCase();
    if (line === '' || line.startsWith('%')) {
      normalised.push('');
    } else if (keyword === '@relation') {
      relation = unquotedName(line.slice('@relation'.length).trim());
      normalised.push('@relation r');
    } else if (keyword === '@attribute') {
      const attribute = readAttribute(line, at);
      if (attributes.some(({ name }) => name === attribute.name)) {
        throw malformed({
          ...at,
          found: `a second attribute ${shown(attribute.name)}`,
          expected: 'a unique name',
        });
      }
      normalised.push(`@attribute a${attributes.length} ${packageType(attribute)}`);
      attributes.push(attribute);
    } else if (keyword === '@data') {
      if (attributes.length === 0)
        throw malformed({ ...at, found: '@data', expected: 'an @attribute before it' });
      normalised.push('@data');
      return { relation, attributes, dataLine: index + 1, lines: normalised };
    } else {
      throw malformed({ ...at, found: shown(line), expected: '@relation, @attribute, @data or a % comment' });
    }
  }
  throw malformed({
    file: fileName,
    line: lines.length,
    column: 1,
    found: 'the end of the file',
    expected: '@data',
  });
}

function readAttribute(line: string, at: TextPosition): ArffAttribute {
  const match = /^@attribute\s+('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^\s{]+)\s*(.*)$/i.exec(line);
  if (match === null) throw malformed({ ...at, found: shown(line), expected: '@attribute NAME TYPE' });
  const [, rawName = '', rawType = ''] = match;
  const name = unquotedName(rawName);
  const typeAt = { ...at, column: at.column + line.length - rawType.length };
  if (rawType.startsWith('{')) {
    if (!rawType.endsWith('}'))
      throw malformed({ ...typeAt, found: shown(rawType), expected: '{value,value,…}' });
    const fields = splitArffValues(rawType.slice(1, -1), { ...typeAt, column: typeAt.column + 1 });
    return { name, kind: 'nominal', values: fields.map((field) => field.text) };
  }
  switch (rawType.toLowerCase()) {
    case 'numeric':
    case 'real':
    case 'integer':
      return { name, kind: 'numeric', values: [] };
    case 'string':
      return { name, kind: 'string', values: [] };
    default:
      throw unsupported({
        ...typeAt,
        found: `type ${shown(rawType)}`,
        expected: 'numeric, real, integer, string or {…}',
      });
  }
}

function normalisedRow(line: string, at: TextPosition, attributes: readonly ArffAttribute[]): string {
  if (line.startsWith('{')) {
    throw unsupported({ ...at, found: 'a sparse row', expected: 'values separated by commas' });
  }
  const fields = splitArffValues(line, at);
  if (fields.length !== attributes.length) {
    const excess = fields[attributes.length];
    const column = excess?.column ?? at.column + line.length;
    throw malformed({ ...at, column, found: `${fields.length} values`, expected: `${attributes.length}` });
  }
  return fields
    .map((field, index) => {
      const attribute = attributes[index];
      return attribute === undefined ? '' : normalisedValue(field, attribute, at);
    })
    .join(',');
}

function normalisedValue(field: ArffField, attribute: ArffAttribute, at: TextPosition): string {
  const fieldAt = { ...at, column: field.column };
  if (field.text === '?' && !field.wasQuoted) return '?';
  if (attribute.kind === 'numeric') {
    if (numberPattern.test(field.text) && Number.isFinite(Number(field.text))) return field.text;
    throw malformed({
      ...fieldAt,
      found: shown(field.text),
      expected: `a number for attribute ${attribute.name}`,
    });
  }
  if (attribute.kind === 'nominal' && !attribute.values.includes(field.text)) {
    const allowed = attribute.values.slice(0, 12).join(', ');
    throw malformed({
      ...fieldAt,
      found: shown(field.text),
      expected: `one of ${allowed} for attribute ${attribute.name}`,
    });
  }
  return packageWord(field.text);
}

/** Attributes are numbered: the package keys rows by name, and a name such as `__proto__` would break that. */
function packageType(attribute: ArffAttribute): string {
  return attribute.kind === 'nominal' ? `{${attribute.values.map(packageWord).join(',')}}` : attribute.kind;
}

const packageWord = (text: string): string => (plainWord.test(text) ? text : JSON.stringify(text));
const unquotedName = (text: string): string => text.replace(/^(['"])(.*)\1$/, '$2').replace(/\\(.)/g, '$1');
const leadingBlanks = (text: string): number => text.length - text.trimStart().length;
