import { describe, expect, it } from 'vitest';
import { ContractError } from './errors.ts';
import { refusalMessage, shown } from './refusal.ts';

const expected = 'a number from 50 to 2000';

describe('refusalMessage', () => {
  it.each([
    [{ field: 'samplingRateHz', found: 7, expected }, `samplingRateHz: found 7, expected ${expected}`],
    [{ field: 'samplingRateHz', expected }, `samplingRateHz is missing; expected ${expected}`],
    [{ found: '"x"', expected }, `found "x", expected ${expected}`],
    [{ file: 'r.csv', line: 3, column: 2, found: 'x', expected }, `r.csv:3:2: found x, expected ${expected}`],
    [
      { file: 'r.edf', byte: 8, field: 'rate', expected },
      `r.edf: at byte 8: rate is missing; expected ${expected}`,
    ],
    [{ file: 'r.edf', expected }, `r.edf is missing; expected ${expected}`],
  ])('builds one sentence of %j', (refusal, message) => {
    expect(refusalMessage(refusal)).toBe(message);
  });
});

describe('an error made with a refusal', () => {
  it('carries its parts, so that nobody reads them from the message', () => {
    const refusal = { field: 'samplingRateHz', found: 7, expected };
    const error = new ContractError(refusal, { code: 'invalid-field', context: { topic: 't' } });
    expect(error.message).toBe(`samplingRateHz: found 7, expected ${expected}`);
    expect(error.refusal).toEqual(refusal);
    expect(error.context).toEqual({ ...refusal, topic: 't' });
  });
});

describe('shown', () => {
  it('quotes and cuts text, and gives no more than the kind of an array or an object', () => {
    const values = ['a', 'x'.repeat(50), 7, true, null, [1, 2], { name: 'Ann' }, undefined];
    expect(values.map(shown)).toEqual([
      '"a"',
      `"${'x'.repeat(40)}…"`,
      '7',
      'true',
      'null',
      'an array of 2',
      'an object',
      undefined,
    ]);
  });
});
