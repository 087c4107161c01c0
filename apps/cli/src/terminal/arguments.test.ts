import { InvalidArgumentError } from 'commander';
import { describe, expect, it } from 'vitest';
import {
  durationArgument,
  integerArgument,
  numberArgument,
  seedsArgument,
  speedArgument,
} from './arguments.ts';

describe('arguments', () => {
  it('reads numbers within their range, the ends included', () => {
    expect(numberArgument(0, 1)('0.25')).toBe(0.25);
    expect(integerArgument(1, 32)('32')).toBe(32);
    expect(speedArgument('10')).toBe(10);
    expect(speedArgument('max')).toBe('max');
    expect(['90s', '2h', '1.5d'].map(durationArgument)).toEqual([90_000, 7_200_000, 129_600_000]);
  });

  it.each([
    [numberArgument(0, 1), '1.5', 'found "1.5", expected a number from 0 to 1.'],
    [numberArgument(0, 1), '', 'found "", expected a number from 0 to 1.'],
    [integerArgument(1, 9), '2.5', 'found "2.5", expected a whole number from 1 to 9.'],
    [durationArgument, '7', 'found "7", expected a number above 0 with s, m, h or d, such as 2h.'],
    [durationArgument, '0h', 'found "0h", expected a number above 0'],
    [speedArgument, 'fast', 'found "fast", expected a number from 0.01 to 10000.'],
  ])('refuses other text, with found and expected', (parse, text, message) => {
    expect(() => parse(text)).toThrow(InvalidArgumentError);
    expect(() => parse(text)).toThrow(message);
  });
});

describe('seedsArgument', () => {
  it('reads one seed, or several with commas between them', () => {
    expect(seedsArgument('42')).toEqual([42]);
    expect(seedsArgument('42,43,44')).toEqual([42, 43, 44]);
  });

  it.each(['', '42,', 'a', '1.5', '-1'])('refuses %j', (text) => {
    expect(() => seedsArgument(text)).toThrow(/a (whole )?number from 0/);
  });
});
