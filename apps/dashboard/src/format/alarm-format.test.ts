import type { AlarmEvent, AlarmKind, AlarmState } from '@beatwatch/contracts';
import { describe, expect, it } from 'vitest';
import { formatAlarmChange, formatAlarm, formatAlarmState, formatLabel } from './alarm-format.ts';
import { formatMoment } from './time.ts';
import { english } from '../texts/english/english.ts';

const evidence = (beats: number, rest: Partial<AlarmEvent['evidence']> = {}): AlarmEvent['evidence'] => ({
  beatTimesUs: Array.from({ length: beats }, (_, index) => index),
  anomalyScores: Array.from({ length: beats }, () => 1),
  fromUs: 0,
  toUs: 1,
  ...rest,
});

describe('formatAlarm', () => {
  it.each<[AlarmKind, AlarmEvent['evidence'], string]>([
    ['ventricular-run', evidence(5, { measure: 171.6 }), 'Ventricular run: 5 beats at 172 bpm'],
    ['ventricular-tachycardia', evidence(9, { measure: 180 }), 'Ventricular tachycardia: 9 beats at 180 bpm'],
    ['pause', evidence(2, { measure: 3.21 }), 'Pause: no beat for 3.2 s'],
    ['atrial-fibrillation', evidence(0, { measure: 0.82 }), 'Atrial fibrillation: 82 % of the last hour'],
    ['bigeminy', evidence(3, { measure: 2 }), 'Bigeminy: every second beat'],
    ['bigeminy', evidence(3, { measure: 3 }), 'Bigeminy: every third beat'],
    ['frequent-ectopy', evidence(9, { measure: 9 }), 'Frequent ectopic beats: 9 ectopic beats a minute'],
    ['extreme-bradycardia', evidence(5, { measure: 35.2 }), 'Extreme bradycardia: 5 beats at 35 bpm'],
    ['asystole', evidence(0, { measure: 4.52 }), 'Asystole: no beat for 4.5 s'],
    ['anomaly-burst', evidence(3, { threshold: 2.5 }), 'Anomalous beats: 3 beats above the threshold of 2.5'],
    ['anomaly-burst', evidence(1), 'Anomalous beats: 1 beat'],
    ['no-data', evidence(0, { measure: 125 }), 'No data: nothing for 2 min 05 s'],
    ['lead-off', evidence(0), 'Lead off: the electrode has no contact'],
    ['poor-signal', evidence(0), 'Poor signal'],
  ])('of %s', (kind, found, text) => {
    expect(formatAlarm(english, { kind, priority: 'high', evidence: found })).toBe(text);
  });

  it('calls a rate extreme only where its priority is high', () => {
    const rate = { kind: 'extreme-tachycardia', evidence: evidence(13, { measure: 118 }) } as const;
    expect(formatAlarm(english, { ...rate, priority: 'high' })).toBe(
      'Extreme tachycardia: 13 beats at 118 bpm',
    );
    expect(formatAlarm(english, { ...rate, priority: 'medium' })).toBe(
      'Heart rate high: 13 beats at 118 bpm',
    );
  });
});

it('describes the state of an alarm and who acknowledged it', () => {
  const format = (state: AlarmState, changeNumber: number, actor?: string): string =>
    formatAlarmState(english, {
      state,
      changeNumber,
      timeUs: endedUs,
      raisedTimeUs: endedUs - 9e6,
      evidence: evidence(0),
      ...(actor !== undefined && { actor }),
    });
  const endedUs = 1.7e15;
  expect(format('active', 1)).toBe('Not acknowledged');
  expect(format('active', 3)).toBe('Raised again, not acknowledged');
  expect(format('acknowledged', 2, 'Kim')).toBe('Acknowledged by Kim');
  expect(format('latched', 2)).toBe(`Ended ${formatMoment(english, endedUs)}, not yet seen`);
  expect(format('resolved', 3, 'Kim')).toBe('Over, acknowledged by Kim');
  expect(format('resolved', 3)).toBe('Over');
});

it('describes the history of an alarm that was raised again, became more urgent and ended unacknowledged', () => {
  const changes = [
    { state: 'active', priority: 'medium', changeNumber: 1 },
    { state: 'acknowledged', priority: 'medium', changeNumber: 2, actor: 'Kim' },
    { state: 'active', priority: 'high', changeNumber: 3 },
    { state: 'latched', priority: 'high', changeNumber: 4 },
    { state: 'resolved', priority: 'high', changeNumber: 5, actor: 'Roth' },
  ] as const;
  expect(changes.map((change, index) => formatAlarmChange(english, change, changes[index - 1]))).toEqual([
    'Raised, medium priority',
    'Acknowledged by Kim',
    'Raised again, now high priority',
    'Over, not acknowledged yet',
    'Acknowledged by Roth after it was over',
  ]);
});

it('says where an alarm ended since its patient is gone', () => {
  const change = { priority: 'medium', changeNumber: 2, reason: 'patient-gone' } as const;
  expect(
    formatAlarmChange(english, { ...change, state: 'resolved' }, { state: 'active', priority: 'medium' }),
  ).toBe('Nothing received for very long: ended by itself');
});

it('says who marked an alarm, not what the alarm is', () => {
  expect([formatLabel(english, 'true'), formatLabel(english, 'false', 'Kim')]).toEqual([
    'Marked true by staff',
    'Marked false by Kim',
  ]);
});
