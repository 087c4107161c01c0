import { describe, expect, it } from 'vitest';
import { issueOptions, refusalOfIssue, type Refusal, type SchemaIssue } from './index.ts';

/** What zod 4 reports with `issueOptions`, as far as it is read. */
const issueOf = (issue: SchemaIssue): SchemaIssue => ({ message: issueOptions.error(issue), ...issue });

describe('refusalOfIssue', () => {
  const cases: [SchemaIssue, Refusal][] = [
    [
      { code: 'invalid_type', expected: 'number', path: ['leads', 0, 'gain'], input: 'x' },
      { field: 'leads[0].gain', found: '"x"', expected: 'a number' },
    ],
    [
      { code: 'invalid_type', expected: 'string', path: ['lead'] },
      { field: 'lead', found: undefined, expected: 'text' },
    ],
    [
      { code: 'invalid_value', values: ['a', 'b'], path: ['kind'], input: 'c' },
      { field: 'kind', found: '"c"', expected: 'one of a, b' },
    ],
    [
      { code: 'unrecognized_keys', keys: ['sequnce'], path: [] },
      { field: 'sequnce', found: 'a field of this name', expected: 'no field sequnce' },
    ],
    [
      { code: 'too_small', minimum: 1, origin: 'string', inclusive: true, path: ['name'], input: '' },
      { field: 'name', found: '""', expected: 'at least 1 characters' },
    ],
    [
      { code: 'invalid_type', expected: 'object', message: 'a packet', path: [], input: 5 },
      { field: undefined, found: '5', expected: 'a packet' },
    ],
  ];
  it.each(cases)('turns %j into field, found and expected', (issue, refusal) => {
    expect(refusalOfIssue(issueOf(issue))).toEqual(refusal);
  });

  it('puts the place of the parsed value before the path', () => {
    const issue = issueOf({ code: 'invalid_type', expected: 'number', path: ['period'], input: null });
    expect(refusalOfIssue(issue, 'component[1]').field).toBe('component[1].period');
  });
});
