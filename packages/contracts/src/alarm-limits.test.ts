import { describe, expect, it } from 'vitest';
import { alarmLimitFields, alarmLimitNames, checkedLimits } from './alarm-limits.ts';
import { checkedLatching, limitsInForce } from './alarm-profile.ts';
import { decodePatientCommand, encodePatientCommand } from './codec/patient-command.ts';
import { patientId } from './ids.ts';

const command = {
  patientId: patientId('p-1'),
  actor: 'Nurse K.',
  timeUs: 1.7e15,
  action: 'set-limits',
} as const;

describe('limits of alarms', () => {
  it('keep those that are given, and have all in force: own before the ward’s before the usual ones', () => {
    expect(checkedLimits({ pauseMs: 2500, asystoleMs: undefined })).toEqual({ pauseMs: 2500 });
    const profile = { profileId: 1, limits: { pauseMs: 2000, asystoleMs: 5000 }, latching: {} };
    const inForce = limitsInForce({ own: { pauseMs: 2500 }, profile });
    expect(inForce).toMatchObject({ pauseMs: 2500, asystoleMs: 5000, heartRateLowBpm: 42 });
  });

  it.each(alarmLimitNames)('%s is a whole number within its range, both ends included', (name) => {
    const { min, max, byDefault } = alarmLimitFields[name];
    // The limits of the heart rate come together.
    const others = name === 'heartRateLowBpm' ? { heartRateHighBpm: 220 } : { heartRateLowBpm: 25 };
    const beside = name.startsWith('heartRate') ? others : {};
    const low = name === 'heartRateHighBpm' ? Math.max(min, 45) : min;
    for (const value of [low, byDefault, max])
      expect(checkedLimits({ ...beside, [name]: value })).toEqual({ ...beside, [name]: value });
    for (const wrong of [min - 1, max + 1, byDefault + 0.5, Number.NaN, String(byDefault)])
      expect(() => checkedLimits({ ...beside, [name]: wrong })).toThrow(
        `expected a whole number from ${min} to ${max}`,
      );
  });

  it('of the heart rate come together, and leave room between them', () => {
    expect(() => checkedLimits({ heartRateLowBpm: 50 })).toThrow(
      'heartRateHighBpm is missing; expected both limits',
    );
    expect(() => checkedLimits({ heartRateHighBpm: 150 })).toThrow('heartRateLowBpm is missing');
    expect(() => checkedLimits({ heartRateLowBpm: 80, heartRateHighBpm: 70 })).toThrow(
      'heartRateHighBpm: found 70, expected 100 or more, with a low limit of 80',
    );
    expect(checkedLimits({ heartRateLowBpm: 80, heartRateHighBpm: 100 })).toBeDefined();
  });

  it('have no other names, and latching no other kinds and values', () => {
    expect(() => checkedLimits({ constructor: 1 })).toThrow('constructor');
    expect(() => checkedLatching({ sneeze: true })).toThrow('expected one of ventricular-fibrillation');
    expect(() => checkedLatching({ pause: 'yes' })).toThrow(
      'latching.pause: found "yes", expected true or false',
    );
    expect(checkedLatching({ pause: true, asystole: false })).toEqual({ pause: true, asystole: false });
  });

  it('come through the log as they are, none too, and are refused there as anywhere else', () => {
    for (const limits of [{}, { heartRateLowBpm: 50, heartRateHighBpm: 150 }, { ectopicBeatsPerMinute: 30 }])
      expect(decodePatientCommand(encodePatientCommand({ ...command, limits }))).toEqual({
        ...command,
        limits,
      });
    const wrong = encodePatientCommand({ ...command, limits: { pauseMs: 9000 } });
    expect(() => decodePatientCommand(wrong)).toThrow(
      'pauseMs: found 9000, expected a whole number from 1500',
    );
  });
});
