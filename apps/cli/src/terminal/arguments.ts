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
