import { alarmKinds, alarmName, alarmPriorities } from '@beatwatch/contracts';
import { describe, expect, it } from 'vitest';
import { alarmName as shownName } from '../format/alarm-format.ts';
import { english } from './english/english.ts';
import { german } from './german/german.ts';
import { acceptedLanguage } from './language.ts';

/** Every text by its path. */
function textsOf(node: unknown, path = ''): (readonly [path: string, text: unknown])[] {
  if (typeof node !== 'object' || node === null) return [[path, node]];
  return Object.entries(node).flatMap(([name, below]) => textsOf(below, `${path}.${name}`));
}

type Message = (...values: number[]) => string;

/** What a text says where 701, 702 … are put in, and which of them it shows. */
function filled(text: unknown, parameters: number): { readonly said: string; readonly shown: number[] } {
  const values = Array.from({ length: parameters }, (_, index) => 701 + index);
  const said = typeof text === 'function' ? (text as Message)(...values) : String(text);
  return { said, shown: values.filter((value) => said.includes(String(value))) };
}

const inGerman = new Map(textsOf(german));
/** The same in both languages. */
const shared = new Set([
  'Live',
  'Pause',
  'normal',
  'Trends',
  '1 h',
  '6 h',
  '24 h',
  'Demo',
  'Pause 2 min',
  '701/min',
  'Name',
]);

describe('German', () => {
  it('has every text, and none that English lacks', () => {
    expect([...inGerman.keys()]).toEqual(textsOf(english).map(([path]) => path));
  });

  // They take a whole notice or refusal: test/notices and test/refusals have them say each kind.
  const isOfWhole = (path: string): boolean => /\.(notice|refusals)$/.test(path);
  const ofValues = textsOf(english).filter(([path]) => !isOfWhole(path));

  it.each(ofValues)('says the same things as English: %s', (path, text) => {
    const other = inGerman.get(path);
    const parameters = typeof text === 'function' ? text.length : 0;
    const [one, two] = [filled(text, parameters), filled(other, parameters)];
    expect(two.shown).toEqual(one.shown);
    expect(one.shown).toHaveLength(parameters);
    expect(two.said).not.toBe('');
    // Units and numbers alone read the same everywhere.
    if (/[a-z]{3}/.test(one.said) && !shared.has(one.said)) expect(two.said).not.toBe(one.said);
  });
});

it('calls alarms in English as messages to others do', () => {
  for (const kind of alarmKinds)
    for (const priority of alarmPriorities)
      expect(shownName(english, { kind, priority })).toBe(alarmName({ kind, priority }));
});

it.each([
  ['de-DE,de;q=0.9,en;q=0.8', 'de'],
  ['en-GB,de;q=0.5', 'en'],
  ['fr, de;q=0.4, en;q=0.6', 'en'],
  ['DE-at', 'de'],
  ['de;q=0, fr', 'en'],
  ['*', 'en'],
  [null, 'en'],
] as const)('takes the language of %s', (header, language) => {
  expect(acceptedLanguage(header)).toBe(language);
});
