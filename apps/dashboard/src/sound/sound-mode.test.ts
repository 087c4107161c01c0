import { expect, it } from 'vitest';
import { soundModeOf, type SoundFacts } from './sound-mode.ts';

it.each<[string, SoundFacts, string]>([
  ['nobody has chosen', { choice: undefined, isBlocked: false }, 'not-started'],
  [
    'it was on before a reload and the browser waits for a press',
    { choice: 'on', isBlocked: true },
    'not-started',
  ],
  ['it was turned off, also before a reload', { choice: 'off', isBlocked: true }, 'off'],
  ['it is on', { choice: 'on', isBlocked: false }, 'on'],
])('whether alarms sound in this window when %s', (_, facts, mode) => {
  expect(soundModeOf(facts)).toBe(mode);
});
