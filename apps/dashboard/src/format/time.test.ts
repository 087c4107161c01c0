import { expect, it } from 'vitest';
import { english } from '../texts/english/english.ts';
import { formatAgo } from './time.ts';

it('says how long ago something was', () => {
  expect([-2, 59, 60, 3599, 7500].map((seconds) => formatAgo(english, seconds))).toEqual([
    'just now',
    'just now',
    '1 min ago',
    '59 min ago',
    '2 h 05 min ago',
  ]);
});
