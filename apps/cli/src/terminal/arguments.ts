import { refusalMessage, shown } from '@beatwatch/contracts';
import { InvalidArgumentError } from 'commander';

/** A commander parser for a number from `min` to `max`. */
export const numberArgument =
  (min: number, max: number) =>
  (text: string): number => {
    const value = Number(text);
    if (text.trim() !== '' && value >= min && value <= max) return value;
    throw new InvalidArgumentError(
      `${refusalMessage({ found: shown(text), expected: `a number from ${min} to ${max}` })}.`,
    );
  };

/** A commander parser for a whole number. */
export const integerArgument =
  (min: number, max: number) =>
  (text: string): number => {
    const value = numberArgument(min, max)(text);
    if (Number.isInteger(value)) return value;
    throw new InvalidArgumentError(
      `${refusalMessage({ found: shown(text), expected: `a whole number from ${min} to ${max}` })}.`,
    );
  };

/** A commander parser for a speed: a factor of real time, or `max` for no pauses. */
export function speedArgument(text: string): number | 'max' {
  return text === 'max' ? 'max' : numberArgument(0.01, 10_000)(text);
}

/** A commander parser for seeds with commas between them. */
export function seedsArgument(text: string): [number, ...number[]] {
  const [first = Number.NaN, ...others] = text.split(',').map(integerArgument(0, 2 ** 31));
  return [first, ...others];
}

const unitsMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A commander parser for a duration such as `90s`, `30m`, `2h` or `7d`, in milliseconds. */
export function durationArgument(text: string): number {
  const [, count = '', unit = ''] = /^(\d+(?:\.\d+)?)([smhd])$/.exec(text) ?? [];
  const ms = Number(count) * (unitsMs[unit] ?? Number.NaN);
  if (ms > 0) return ms;
  throw new InvalidArgumentError(
    `${refusalMessage({ found: shown(text), expected: 'a number above 0 with s, m, h or d, such as 2h' })}.`,
  );
}

/** A commander parser for a list separated by commas. */
export function listArgument(text: string): string[] {
  const names = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (names.length === 0)
    throw new InvalidArgumentError(`${refusalMessage({ found: shown(text), expected: 'names' })}.`);
  return names;
}

/** A commander parser for a date and time, in epoch milliseconds. */
export function timeArgument(text: string): number {
  const ms = Date.parse(text);
  if (!Number.isNaN(ms)) return ms;
  throw new InvalidArgumentError('Expected a date and time, such as 2026-11-28T07:00Z.');
}

/** Channels of the scales of a network, like `32,64,128`. */
export const widthsArgument =
  (count: number) =>
  (text: string): number[] => {
    const widths = text.split(',').map(integerArgument(1, 1024));
    if (widths.length === count) return widths;
    throw new InvalidArgumentError(
      `${refusalMessage({ found: shown(text), expected: `${count} whole numbers with commas between them` })}.`,
    );
  };
