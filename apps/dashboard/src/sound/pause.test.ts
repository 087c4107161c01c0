import type { AlarmEvent, AlarmId, PatientId, Silence } from '@beatwatch/contracts';
import { describe, expect, it } from 'vitest';
import {
  endText,
  formatCountdown,
  localPauseLeftMs,
  localPauseMs,
  pausesOf,
  pausedWard,
  silenceOf,
} from './pause.ts';
import { english } from '../texts/english/english.ts';

const nowMs = 1.8e12;
const pause = (scope: Silence['scope'], over: Partial<Silence> = {}): Silence => ({
  silenceId: `${scope}/1`,
  scope,
  actor: 'Kim',
  startedMs: nowMs - 1000,
  untilMs: nowMs + 60_000,
  covers: [],
  ...over,
});
const alarm = (patient: string, priority: AlarmEvent['priority'] = 'medium'): AlarmEvent =>
  ({
    alarmId: `${patient}/run` as AlarmId,
    patientId: patient as PatientId,
    priority,
    state: 'active',
    changeNumber: 1,
  }) as AlarmEvent;
const wardOf = (id: PatientId): string => (id === 'p1' ? 'ICU' : 'Ward 3');

describe('what mutes an alarm', () => {
  it('is a pause of its ward, and of all', () => {
    const icu = pause('ward:ICU');
    expect(silenceOf(alarm('p1'), [icu], { nowMs, wardOf })).toBe(icu);
    expect(silenceOf(alarm('p2'), [icu], { nowMs, wardOf })).toBeUndefined();
    expect(silenceOf(alarm('p2'), [icu, pause('all')], { nowMs, wardOf })?.scope).toBe('all');
  });

  it('is nothing once its time is over, though no message says so, and nothing for a new urgent one', () => {
    expect(silenceOf(alarm('p1'), [pause('all')], { nowMs: nowMs + 60_000, wardOf })).toBeUndefined();
    expect(silenceOf(alarm('p1', 'high'), [pause('all')], { nowMs, wardOf })).toBeUndefined();
  });
});

it('shows pauses of the own ward, or of every ward by name', () => {
  const all = [pause('ward:ICU'), pause('ward:Ward 3'), pause('alarm:x')];
  expect(pausesOf(all, 'ICU').map(({ scope }) => scope)).toEqual(['ward:ICU']);
  expect(pausesOf(all, undefined).map((one) => pausedWard(one, undefined))).toEqual(['ICU', 'Ward 3']);
  expect(pausedWard(pause('ward:ICU'), 'ICU')).toBeUndefined();
});

it('says why alarms sound again', () => {
  expect(endText(english, pause('all'), nowMs)).toBeUndefined();
  expect(endText(english, pause('all'), nowMs + 60_000)).toBe('The pause is over, alarms sound again');
  expect(endText(english, pause('all', { end: { atMs: nowMs, actor: 'Lee' } }), nowMs)).toBe(
    'Lee ended the pause',
  );
  expect(endText(english, pause('all', { end: { atMs: nowMs, alarmId: 'a' as AlarmId } }), nowMs)).toBe(
    'A new alarm ended the pause',
  );
});

it('counts down to the end, and forgets a pause of this window where the clock was set back', () => {
  const left = [0, 500, 17_000, 119_999, 120_000].map((ms) => formatCountdown(120_000 - ms));
  expect(left).toEqual(['2:00', '2:00', '1:43', '0:01', '0:00']);
  expect(localPauseLeftMs(nowMs + 1000, nowMs)).toBe(1000);
  expect(localPauseLeftMs(nowMs + localPauseMs + 1, nowMs)).toBe(0);
});
