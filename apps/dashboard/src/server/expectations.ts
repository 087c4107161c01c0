import type { SchemaIssue } from '@beatwatch/contracts';
import type { Coded, ValuesOf } from '@beatwatch/live-protocol';

/** What a field has to be, each with its phrase for API clients. A page says it in its own language: `texts/german/expectations.ts`. */
export const expectations = {
  text: () => 'text',
  number: () => 'a number',
  'whole-number': () => 'a whole number',
  'true-or-false': () => 'true or false',
  list: () => 'an array',
  object: () => 'an object',
  'one-of': ({ values }: { values: string }) => `one of ${values}`,
  'at-least': ({ least }: { least: string }) => `at least ${least}`,
  'at-most': ({ most }: { most: string }) => `at most ${most}`,
  'no-shorter': ({ least }: { least: number }) => `at least ${least} characters`,
  'no-longer': ({ most }: { most: number }) => `at most ${most} characters`,
  'at-most-entries': ({ most }: { most: number }) => `at most ${most} entries`,
  'another-value': () => 'another value',
  'row-number': ({ what }: { what: 'note' | 'group' | 'entry' }) => `the number of ${article(what)}`,
  characters: ({ most }: { most: number }) => `1 to ${most} characters`,

  'patient-id': () => 'a patient id',
  'device-id': () => 'a device id',
  'lead-name': () => 'the name of a lead',
  'alarm-id': () => 'the id of an alarm',
  'ward-name': () => 'the name of a ward, 1 to 40 characters',
  'epoch-us': () => 'epoch microseconds',
  'epoch-us-from': ({ least }: { least: string }) => `epoch microseconds, ${least} or more`,
  'epoch-us-to': ({ most }: { most: string }) => `epoch microseconds, ${most} or less`,
  'epoch-ms': () => 'epoch milliseconds',
  'time-after': ({ field }: { field: string }) => `a time after ${field}`,
  'minutes-after': ({ minutes, field }: { minutes: number; field: string }) =>
    `at most ${minutes} minutes after ${field}`,
  'time-zone': () => 'a time zone of IANA, such as Europe/Vienna',

  'plain-text': ({ most }: { most: number }) => `a plain text of 1 to ${most} characters`,
  'no-due-time': () => 'no due time of a note: tasks have one',
  'due-time': ({ days }: { days: number }) => `a time within the next ${days} days`,

  'user-name': ({ most }: { most: number }) => `1 to ${most} letters, digits, spaces and .,'()/-`,
  'e-mail': () => 'an e-mail address',
  'wards-or-all': () => '"all", or a list of wards',
  'set-up-link': () => 'the link',
  password: () => 'a password',
  'own-password': () => 'your password',
  'new-password': ({ least, most }: { least: number; most: number }) =>
    `a password of ${least} to ${most} characters`,

  scope: () => 'a scope',
  'number-of-days': () => 'a number of days',

  'limits-by-name': () => 'an object of limits by their names',
  'latching-by-kind': () => 'an object of true or false by kind of alarm',
  /** Limits of the heart rate come together; `rule` is the sentence of the contracts. */
  'alarm-limit': ({ rule }: { least: number; most: number; rule: string }) => rule,
} satisfies Readonly<Record<string, (values: never) => string>>;

const article = (what: string): string => (what === 'entry' ? 'an entry' : `a ${what}`);

/** What the phrase of a code speaks of. */
export type ExpectationValues = ValuesOf<typeof expectations>;

/** What a field has to be, with its values: `{ code: 'characters', most: 40 }`. */
export type Expectation = Coded<ExpectationValues>;

/** The phrase for API clients. */
export function expectationText({ code, ...values }: Expectation): string {
  return (expectations[code] as (values: object) => string)(values);
}

/** The message of a schema, which `expectationOf` reads back: a schema has nothing else to carry it. */
export const expects = (expectation: Expectation): string => JSON.stringify(expectation);

/** What an issue's schema has said by `expects`, else by the kind of the issue. */
export function expectationOf(issue: SchemaIssue): Expectation {
  const { message = '' } = issue;
  return message.startsWith('{"code":') ? (JSON.parse(message) as Expectation) : ofIssue(issue);
}

const kinds: Readonly<Partial<Record<string, Expectation>>> = {
  string: { code: 'text' },
  number: { code: 'number' },
  int: { code: 'whole-number' },
  boolean: { code: 'true-or-false' },
  array: { code: 'list' },
  object: { code: 'object' },
  record: { code: 'object' },
};

function ofIssue({ code, expected, values = [], origin, minimum, maximum }: SchemaIssue): Expectation {
  if (code === 'invalid_value') return { code: 'one-of', values: values.map(String).join(', ') };
  if (code === 'too_small')
    return origin === 'string'
      ? { code: 'no-shorter', least: Number(minimum) }
      : { code: 'at-least', least: String(minimum) };
  if (code === 'too_big') {
    if (origin === 'string') return { code: 'no-longer', most: Number(maximum) };
    if (origin === 'array') return { code: 'at-most-entries', most: Number(maximum) };
    return { code: 'at-most', most: String(maximum) };
  }
  return (code === 'invalid_type' ? kinds[String(expected)] : undefined) ?? { code: 'another-value' };
}
