import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { referenceFile } from '../../../../test/stack/reference-data.ts';
import { RecordingError } from '../errors.ts';
import { parseArff } from './arff.ts';
import { parseBeatTable } from './beat-table.ts';
import { readArffFile, readBeatTable } from '../files.ts';

const header = '@relation t\n@attribute a numeric\n@attribute b {x,y}\n@data\n';

function failureOf(text: string): string {
  try {
    parseArff(text, 't.arff');
  } catch (error) {
    expect(error).toBeInstanceOf(RecordingError);
    return (error as RecordingError).message;
  }
  throw new Error('expected a refusal');
}

describe('parseArff', () => {
  it('reads numbers, nominals, strings and missing values', () => {
    const text = `% comment\n@RELATION 'my data'\n@ATTRIBUTE n NUMERIC\n@attribute c {x,'y z'}\n@attribute s string\n@DATA\n-1.5e-3,x,'a, b'\n?,'y z',?\n`;
    expect(parseArff(text, 't.arff')).toEqual({
      relation: 'my data',
      attributes: [
        { name: 'n', kind: 'numeric', values: [] },
        { name: 'c', kind: 'nominal', values: ['x', 'y z'] },
        { name: 's', kind: 'string', values: [] },
      ],
      rows: [
        [-0.0015, 'x', 'a, b'],
        [undefined, 'y z', undefined],
      ],
    });
  });

  it.each([
    ['a byte order mark', `\uFEFF${header}1,x\n`],
    ['Windows line ends', `${header}1,x\n`.replaceAll('\n', '\r\n')],
    ['real and integer types', `@relation t\n@attribute a REAL\n@attribute b {x,y}\n@data\n1,x`],
    [
      'blanks after commas and in nominals',
      '@relation t\n@attribute a numeric\n@attribute b { x, y }\n@data\n 1 , x \n',
    ],
    ['comments and blank lines among the rows', `${header}\n% first\n1,x\n\n`],
    ['a missing last line end', `${header}1,x`],
  ])('accepts %s, which the package does not', (_, text) => {
    expect(parseArff(text, 't.arff').rows).toEqual([[1, 'x']]);
  });

  it.each([
    ['a short row', `${header}1,x\n2\n`, 't.arff:6:2: found 1 values, expected 2'],
    ['a long row', `${header}1,x,3\n`, 't.arff:5:5: found 3 values, expected 2'],
    [
      'a word for a number',
      `${header}1,x\n one,x\n`,
      't.arff:6:2: found "one", expected a number for attribute a',
    ],
    [
      'an infinite number',
      `${header}1e999,x\n`,
      't.arff:5:1: found "1e999", expected a number for attribute a',
    ],
    [
      'a value outside the class',
      `${header}1, z\n`,
      't.arff:5:4: found "z", expected one of x, y for attribute b',
    ],
    [
      'a sparse row',
      `${header}{0 1}\n`,
      't.arff:5:1: found a sparse row, expected values separated by commas',
    ],
    [
      'an open quote',
      `${header}1,'x\n`,
      "t.arff:5:3: found an open ', expected its closing quote on the same line",
    ],
    [
      'an unknown type',
      '@relation t\n@attribute d date\n@data\n',
      't.arff:2:14: found type "date", expected numeric',
    ],
    [
      'two attributes of one name',
      '@relation t\n@attribute a real\n@attribute a real\n@data\n1,1',
      't.arff:3:1: found a second attribute "a"',
    ],
    [
      'no data',
      '@relation t\n@attribute a numeric\n',
      't.arff:3:1: found the end of the file, expected @data',
    ],
    ['no rows', header, 't.arff:5:1: found the end of the file, expected a row of data'],
    ['another kind of file', '{"a": 1}', 't.arff:1:1: found "{\\"a\\": 1}", expected @relation'],
  ])('refuses %s, with line and column', (_, text, message) => {
    expect(failureOf(text)).toContain(message);
  });

  it('round-trips any table', () => {
    const word = fc
      .string({ minLength: 1, maxLength: 8 })
      .filter((text) => !/[\\\r\n]/.test(text) && text.trim() !== '');
    const row = fc.tuple(
      fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }), { nil: undefined }),
      word,
    );
    fc.assert(
      fc.property(fc.array(row, { minLength: 1 }), (rows) => {
        const quote = (text: string): string => `"${text.replaceAll('"', '\\"')}"`;
        const body = rows.map(([number, text]) => `${number ?? '?'}, ${quote(text)}`).join('\n');
        const table = parseArff(
          `@relation r\n@attribute n real\n@attribute s string\n@data\n${body}\n`,
          'p.arff',
        );
        expect(table.rows).toEqual(
          rows.map(([number, text]) => [number === undefined ? number : number + 0, text]),
        );
      }),
    );
  });

  it('fails on any text only with a place in the file', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom('@data', '@attribute a real', '\n', '1,2', "'", '{a,b}', '%', ','),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        try {
          parseArff(pieces.join('\n'), 'x.arff');
        } catch (error) {
          expect(error).toBeInstanceOf(RecordingError);
          expect((error as RecordingError).message).toMatch(/^x\.arff:\d+:\d+: found /);
        }
      }),
    );
  });
});

describe('parseBeatTable', () => {
  it('refuses a table that does not hold beats', () => {
    expect(() => parseBeatTable(`${header}1,x\n`, 't.arff')).toThrow(
      't.arff: found 2 attributes, expected 140 numeric ones and a class',
    );
  });

  it('refuses a beat with a missing value', () => {
    const attributes = Array.from({ length: 140 }, (_, index) => `@attribute att${index + 1} numeric\n`).join(
      '',
    );
    const row = Array.from({ length: 140 }, (_, index) => (index === 7 ? '?' : '0')).join(',');
    expect(() =>
      parseBeatTable(`@relation t\n${attributes}@attribute c {1}\n@data\n${row},1\n`, 't.arff'),
    ).toThrow('t.arff: att8 of row 1 is missing; expected a value');
    const whole = row.replace('?', '0');
    const reasons: string[] = [];
    const text = `@relation t\n${attributes}@attribute c {1}\n@data\n${row},1\n${whole},1\n`;
    expect(parseBeatTable(text, 't.arff', (reason) => reasons.push(reason)).beats).toHaveLength(1);
    expect(reasons).toEqual(['t.arff: att8 of row 1 is missing; expected a value']);
  });

  // UCR archive: 292, 177, 10, 19, 2 beats of the five classes in the train split.
  it('reads ECG5000 with the published number of beats in each class, z-scored', async (context) => {
    const path = referenceFile(context, 'ecg5000', 'ECG5000_TRAIN.arff');
    const { name, beats } = await readBeatTable(path);
    const counts = new Map<string, number>();
    for (const { label } of beats) counts.set(label, (counts.get(label) ?? 0) + 1);
    expect(name).toBe('ECG5000');
    expect(Object.fromEntries(counts)).toEqual({ 1: 292, 2: 177, 3: 10, 4: 19, 5: 2 });
    for (const { samples } of beats) {
      const mean = samples.reduce((sum, value) => sum + value, 0) / 140;
      const variance = samples.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 139;
      expect(mean).toBeCloseTo(0, 5);
      expect(Math.sqrt(variance)).toBeCloseTo(1, 4);
    }
    expect((await readArffFile(path)).rows[0]?.slice(0, 2)).toEqual([-0.11252183, -2.8272038]);
  });
});
