import type { AlarmEvent } from '@beatwatch/contracts';
import { describe, expect, it } from 'vitest';
import { bursts, soundingOf } from './alarm-burst.ts';

/** From the end of one pulse to the start of the next. */
const spacings = ({ startsSeconds, pulseSeconds }: (typeof bursts)['high']): number[] =>
  startsSeconds.slice(1).map((start, index) => start - startsSeconds[index]! - pulseSeconds);
const pause = ({ startsSeconds, pulseSeconds, everySeconds }: (typeof bursts)['high']): number =>
  everySeconds - startsSeconds.at(-1)! - pulseSeconds;

describe('bursts after IEC 60601-1-8:2006', () => {
  it('high: ten pulses in the rhythm x, x, 2x + pulse, x, a break, and the same again', () => {
    const found = spacings(bursts.high);
    const [x = 0] = found;
    expect(x).toBeGreaterThanOrEqual(0.05);
    expect(x).toBeLessThanOrEqual(0.125);
    const half = [x, x, 2 * x + bursts.high.pulseSeconds, x];
    const brk = found[4]!;
    expect(brk).toBeGreaterThanOrEqual(0.35);
    expect(brk).toBeLessThanOrEqual(1.3);
    [...half, brk, ...half].forEach((spacing, index) => {
      expect(found[index]).toBeCloseTo(spacing, 9);
    });
    expect(pause(bursts.high)).toBeGreaterThanOrEqual(2.5);
    expect(pause(bursts.high)).toBeLessThanOrEqual(15);
  });

  it('medium: three even pulses, and no burst more often than with high', () => {
    for (const spacing of spacings(bursts.medium)) {
      expect(spacing).toBeGreaterThanOrEqual(0.125);
      expect(spacing).toBeLessThanOrEqual(0.25);
    }
    expect(bursts.medium.startsSeconds).toHaveLength(3);
    expect(pause(bursts.medium)).toBeGreaterThanOrEqual(pause(bursts.high));
    expect(pause(bursts.medium)).toBeLessThanOrEqual(30);
  });
});

it('what is escalated sounds in the pattern of its priority, louder, higher and more often, within the tables', () => {
  for (const priority of ['high', 'medium'] as const) {
    const [usual, escalated] = [bursts[priority], bursts[`escalated-${priority}`]];
    expect(escalated.startsSeconds).toEqual(usual.startsSeconds);
    expect(escalated.everySeconds).toBeLessThan(usual.everySeconds);
    expect(pause(escalated)).toBeGreaterThanOrEqual(2.5);
    expect(escalated.pulsesHz[0]!).toBeGreaterThan(usual.pulsesHz[0]!);
    expect(escalated.pulsesHz[0]!).toBeLessThanOrEqual(1000);
    expect(escalated.loudness!).toBeGreaterThan(usual.loudness ?? 0.2);
  }
});

it('sounds for the most urgent active alarm, never for latched ones or those of low priority', () => {
  const alarm = (
    kind: AlarmEvent['kind'],
    priority: AlarmEvent['priority'],
    state: AlarmEvent['state'],
  ): Pick<AlarmEvent, 'kind' | 'priority' | 'state'> => ({ kind, priority, state });
  const quiet = [
    alarm('poor-signal', 'low', 'active'),
    alarm('atrial-fibrillation', 'low', 'active'),
    alarm('asystole', 'high', 'latched'),
    alarm('ventricular-run', 'high', 'acknowledged'),
  ];
  const leadOff = alarm('lead-off', 'medium', 'active');
  const asystole = alarm('asystole', 'high', 'active');
  expect(soundingOf(quiet)).toBeUndefined();
  expect(soundingOf([...quiet, leadOff])).toBe('medium');
  expect(soundingOf([leadOff, asystole])).toBe('high');
  expect(soundingOf([{ ...leadOff, escalated: true }, asystole])).toBe('high');
  expect(soundingOf([leadOff, { ...leadOff, escalated: true }])).toBe('escalated-medium');
  expect(soundingOf([{ ...asystole, escalated: true }])).toBe('escalated-high');
  expect(soundingOf([{ ...asystole, escalated: true, state: 'latched' }])).toBeUndefined();
});
