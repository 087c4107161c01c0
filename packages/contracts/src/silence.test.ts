import { describe, expect, it } from 'vitest';
import type { AlarmId } from './ids.ts';
import type { AlarmPriority } from './messages.ts';
import { alarmScope, isInForce, isInScope, mutes, type Silence } from './silence.ts';

const alarm = (id: string, priority: AlarmPriority, changeNumber = 1) => ({
  alarmId: id as AlarmId,
  priority,
  changeNumber,
});
const silence: Silence = {
  silenceId: 'ward:ICU/1000',
  scope: 'ward:ICU',
  actor: 'Nurse Kim',
  startedMs: 1000,
  untilMs: 121_000,
  covers: [{ alarmId: 'vf' as AlarmId, changeNumber: 2 }],
};

describe('a pause of the sound', () => {
  it('mutes what sounded when it began, and what is of medium priority', () => {
    expect(mutes(silence, alarm('vf', 'high', 2))).toBe(true);
    expect(mutes(silence, alarm('new run', 'medium'))).toBe(true);
  });

  it('mutes no new alarm of high priority, and none that is announced again', () => {
    expect(mutes(silence, alarm('asystole', 'high'))).toBe(false);
    expect(mutes(silence, alarm('vf', 'high', 4))).toBe(false);
    expect(mutes(silence, { ...alarm('run', 'medium', 2), escalated: true })).toBe(false);
  });

  it('holds for its ward and its time', () => {
    expect(isInScope('ward:ICU', alarm('x', 'medium'), 'ICU')).toBe(true);
    expect(isInScope('ward:ICU', alarm('x', 'medium'), 'Ward 3')).toBe(false);
    expect(isInScope('ward:ICU', alarm('x', 'medium'), undefined)).toBe(false);
    expect(isInScope('all', alarm('x', 'medium'), undefined)).toBe(true);
    expect(isInForce(silence, 120_999)).toBe(true);
    expect(isInForce(silence, 121_000)).toBe(false);
    expect(isInForce({ ...silence, end: { atMs: 2000 } }, 3000)).toBe(false);
  });
});

it('the silence of one alarm mutes that one until it changes', () => {
  const scope = alarmScope('run' as AlarmId);
  const one = { scope, covers: [{ alarmId: 'run' as AlarmId, changeNumber: 3 }] };
  expect(isInScope(scope, alarm('run', 'medium'), 'ICU')).toBe(true);
  expect(isInScope(scope, alarm('other', 'medium'), 'ICU')).toBe(false);
  expect(mutes(one, alarm('run', 'medium', 3))).toBe(true);
  expect(mutes(one, alarm('run', 'medium', 4))).toBe(false);
});
