import { invalidField } from './fields.ts';

interface LimitField {
  /** As people read it. */
  readonly name: string;
  readonly unit: 'bpm' | 'ms' | 'beats' | 'per minute';
  /** Both included. */
  readonly min: number;
  readonly max: number;
  readonly byDefault: number;
}

/**
 * The limits of alarms that people set. Why these ranges and defaults: `docs/decisions/limits.md`. A value is a whole number.
 */
export const alarmLimitFields = {
  heartRateLowBpm: { name: 'Heart rate low', unit: 'bpm', min: 25, max: 90, byDefault: 42 },
  heartRateHighBpm: { name: 'Heart rate high', unit: 'bpm', min: 60, max: 220, byDefault: 133 },
  pauseMs: { name: 'Pause', unit: 'ms', min: 1500, max: 3000, byDefault: 3000 },
  asystoleMs: { name: 'Asystole', unit: 'ms', min: 3000, max: 8000, byDefault: 4000 },
  ventricularRunBeats: { name: 'Ventricular run', unit: 'beats', min: 3, max: 12, byDefault: 3 },
  ventricularTachycardiaBeats: {
    name: 'Ventricular tachycardia, beats',
    unit: 'beats',
    min: 3,
    max: 15,
    byDefault: 5,
  },
  ventricularTachycardiaBpm: {
    name: 'Ventricular tachycardia, rate',
    unit: 'bpm',
    min: 90,
    max: 200,
    byDefault: 100,
  },
  ectopicBeatsPerMinute: { name: 'Ectopic beats', unit: 'per minute', min: 2, max: 30, byDefault: 10 },
} as const satisfies Readonly<Record<string, LimitField>>;

export type AlarmLimitName = keyof typeof alarmLimitFields;
export const alarmLimitNames = Object.keys(alarmLimitFields) as readonly AlarmLimitName[];

/** Limits in place of those below; what is absent stays as it is there. */
export type AlarmLimits = Readonly<Partial<Record<AlarmLimitName, number>>>;

/** Least distance of the two limits of the heart rate: between them is room for the rates at which their alarms end. */
export const leastRateBandBpm = 20;

/**
 * @param limits values under any names
 * @returns the limits among them, in the order of the fields
 * @throws ContractError naming a field that is unknown, out of range or not whole; or where the limits of the heart rate do not
 * come together, in their order and `leastRateBandBpm` apart, so that no other pair of limits can cross them
 */
export function checkedLimits(limits: Readonly<Record<string, unknown>>): AlarmLimits {
  const unknown = Object.keys(limits).find((name) => !Object.hasOwn(alarmLimitFields, name));
  if (unknown !== undefined)
    throw invalidField(unknown, limits[unknown], `one of ${alarmLimitNames.join(', ')}`);
  const entries = alarmLimitNames.flatMap((name): [AlarmLimitName, number][] => {
    const value = limits[name];
    return value === undefined ? [] : [[name, checkedLimit(name, value)]];
  });
  const checked: AlarmLimits = Object.fromEntries(entries);
  const { heartRateLowBpm: low, heartRateHighBpm: high } = checked;
  if ((low === undefined) !== (high === undefined)) {
    const missing = low === undefined ? 'heartRateLowBpm' : 'heartRateHighBpm';
    throw invalidField(missing, undefined, 'both limits of the heart rate, or neither');
  }
  if (low !== undefined && high !== undefined && high - low < leastRateBandBpm)
    throw invalidField(
      'heartRateHighBpm',
      high,
      `${low + leastRateBandBpm} or more, with a low limit of ${low}`,
    );
  return checked;
}

function checkedLimit(name: AlarmLimitName, value: unknown): number {
  const { min, max } = alarmLimitFields[name];
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
  throw invalidField(name, value, `a whole number from ${min} to ${max}`);
}

export const defaultAlarmLimits = Object.fromEntries(
  alarmLimitNames.map((name) => [name, alarmLimitFields[name].byDefault]),
) as Readonly<Record<AlarmLimitName, number>>;
