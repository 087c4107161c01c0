import { ContractError } from './errors.ts';
import { shown } from './refusal.ts';
import { isStorableText } from './storable-text.ts';

export function invalidField(field: string, found: unknown, expected: string): ContractError {
  return new ContractError({ field, found: shown(found), expected }, { code: 'invalid-field' });
}

/** @throws ContractError unless `min` <= value <= `max`; not-a-number fails too. */
export function inRange(field: string, value: number, min: number, max: number): number {
  if (value >= min && value <= max) return value;
  throw invalidField(field, value, `a number from ${min} to ${max}`);
}

export function oneOf<const T extends string>(field: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === value);
  if (found !== undefined) return found;
  throw invalidField(field, value, `one of ${allowed.join(', ')}`);
}

/** @throws ContractError unless the text has 1 to `maxLength` characters and the database can store it. */
export function shortText(field: string, value: string, maxLength: number): string {
  if (!isStorableText(value)) throw invalidField(field, value, 'text without U+0000 and half characters');
  if (value.length >= 1 && value.length <= maxLength) return value;
  throw invalidField(field, value, `text of 1 to ${maxLength} characters`);
}

/**
 * For texts that objects are indexed by: `constructor` and the like would be found in every one of them.
 * @throws ContractError where every object has a property of this name
 */
export function indexText(field: string, value: string): string {
  if (!(value in {})) return value;
  throw invalidField(field, value, 'a text that is no name of a property of every object');
}

/** Largest number of a PostgreSQL integer. */
export const largestInteger = 0x7fff_ffff;

/** By a device's clock, which may be wrong by any time: up to 285 years from 1970. */
export function deviceTimeUs(field: string, value: bigint): number {
  const timeUs = Number(value);
  if (Math.abs(timeUs) < 9e15) return timeUs;
  throw invalidField(field, timeUs, 'an epoch time in microseconds, -9e15 to 9e15');
}

/** 2001-09-09 to 2255-03-14: every time is an exact number. */
export function epochUs(field: string, value: bigint): number {
  const timeUs = Number(value);
  if (timeUs >= 1e15 && timeUs < 9e15) return timeUs;
  throw invalidField(field, timeUs, 'an epoch time in microseconds, 1e15 to 9e15');
}
