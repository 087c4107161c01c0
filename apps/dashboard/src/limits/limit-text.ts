import {
  alarmLimitFields,
  alarmLimitNames,
  leastRateBandBpm,
  limitsInForce,
  type AlarmLimitName,
  type AlarmLimits,
  type PatientLimits,
} from '@beatwatch/contracts';

/** What is written in the fields of a form; an empty field leaves the limit as it is without it. */
export type LimitTexts = Readonly<Partial<Record<AlarmLimitName, string>>>;

/** People read seconds. */
const unitOf = (name: AlarmLimitName): string =>
  alarmLimitFields[name].unit === 'ms' ? 's' : alarmLimitFields[name].unit;
const perUnit = (name: AlarmLimitName): number => (alarmLimitFields[name].unit === 'ms' ? 1000 : 1);

export const formatLimitValue = (name: AlarmLimitName, value: number): string =>
  String(value / perUnit(name));

/** `1.5 to 3 s` */
export function formatLimitRange(name: AlarmLimitName): string {
  const { min, max } = alarmLimitFields[name];
  return `${formatLimitValue(name, min)} to ${formatLimitValue(name, max)} ${unitOf(name)}`;
}

/** The limits as their fields show them. */
export const textsOf = (limits: AlarmLimits): LimitTexts =>
  Object.fromEntries(
    Object.entries(limits).map(([name, value]) => [name, formatLimitValue(name as AlarmLimitName, value)]),
  );

/** All that is in force, in one line. */
export function formatLimits(limits: PatientLimits): string {
  const all = limitsInForce(limits);
  const shown = (name: AlarmLimitName): string => formatLimitValue(name, all[name]);
  return [
    `heart rate ${all.heartRateLowBpm} to ${all.heartRateHighBpm} bpm`,
    `pause from ${shown('pauseMs')} s`,
    `asystole from ${shown('asystoleMs')} s`,
    `ventricular run from ${all.ventricularRunBeats} beats`,
    `tachycardia from ${all.ventricularTachycardiaBeats} of them at ${all.ventricularTachycardiaBpm} bpm`,
    `${all.ectopicBeatsPerMinute} ectopic beats a minute`,
  ].join(' · ');
}

export type ReadLimits =
  | { readonly limits: AlarmLimits; readonly problem?: undefined }
  | { readonly problem: string; readonly name: AlarmLimitName };

/**
 * Limits from what people wrote, with a decimal point or comma. Where one of the two of the heart rate is written, the other is
 * the one in force without it.
 * @param below what holds where a field is empty
 */
export function readLimits(texts: LimitTexts, below: PatientLimits): ReadLimits {
  const limits: Partial<Record<AlarmLimitName, number>> = {};
  for (const name of alarmLimitNames) {
    const text = texts[name]?.trim().replace(',', '.') ?? '';
    if (text === '') continue;
    const { min, max, name: shown } = alarmLimitFields[name];
    const value = Math.round(Number(text) * perUnit(name) * 1e6) / 1e6;
    if (!Number.isInteger(value) || value < min || value > max)
      return {
        name,
        problem: `${shown}: ${formatLimitRange(name)}${perUnit(name) === 1 ? ', a whole number' : ''}.`,
      };
    limits[name] = value;
  }
  const { heartRateLowBpm, heartRateHighBpm } = limits;
  if (heartRateLowBpm === undefined && heartRateHighBpm === undefined) return { limits };
  const { heartRateLowBpm: low, heartRateHighBpm: high } = { ...limitsInForce(below), ...limits };
  if (high - low < leastRateBandBpm)
    return {
      name: 'heartRateHighBpm',
      problem: `The limits of the heart rate have to be ${leastRateBandBpm} bpm or more apart: now ${low} and ${high}.`,
    };
  return { limits: { ...limits, heartRateLowBpm: low, heartRateHighBpm: high } };
}
