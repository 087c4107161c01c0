import { describe, expect, it } from 'vitest';
import { formatCountdown, pauseLeftMs, pauseMs, soundModeOf, type SoundFacts } from './sound-mode.ts';

const nowMs = 1.8e12;
const chosen: SoundFacts = { choice: 'on', isBlocked: false, pausedUntilMs: undefined };

describe('whether alarms sound', () => {
  it.each<[string, SoundFacts, string]>([
    ['nobody has chosen', { ...chosen, choice: undefined }, 'not-started'],
    [
      'it was on before a reload and the browser waits for a press',
      { ...chosen, isBlocked: true },
      'not-started',
    ],
    ['it was turned off, also before a reload', { ...chosen, choice: 'off', isBlocked: true }, 'off'],
    ['it is on', chosen, 'on'],
    ['it is paused', { ...chosen, pausedUntilMs: nowMs + 1000 }, 'paused'],
    ['the pause is over', { ...chosen, pausedUntilMs: nowMs }, 'on'],
    ['the clock was set back during a pause', { ...chosen, pausedUntilMs: nowMs + pauseMs + 1 }, 'on'],
  ])('when %s', (_, facts, mode) => {
    expect(soundModeOf(facts, nowMs)).toBe(mode);
  });

  it('counts a pause down to its end', () => {
    const left = [0, 500, 17_000, 119_999, 120_000].map((ms) =>
      formatCountdown(pauseLeftMs(nowMs + pauseMs, nowMs + ms)),
    );
    expect(left).toEqual(['2:00', '2:00', '1:43', '0:01', '0:00']);
  });
});
