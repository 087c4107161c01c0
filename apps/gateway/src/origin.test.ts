import { expect, it } from 'vitest';
import { originAllowed } from './origin.ts';

it.each([
  ['http://ward.example:3000', 'ward.example:3001', [], true],
  ['http://evil.example', 'ward.example:3001', [], false],
  ['https://ecg.example', 'ward.example:3001', ['https://ecg.example'], true],
  ['null', 'ward.example:3001', [], false],
  ['http://ward.example', undefined, [], false],
  [undefined, 'ward.example:3001', [], true],
])('origin %s at gateway %s with %j allowed: %s', (origin, host, allowed, expected) => {
  expect(originAllowed(origin, host, allowed)).toBe(expected);
});
