import {
  alarmLimitFields,
  alarmLimitNames,
  leastRateBandBpm,
  limitsInForce,
  type AlarmLimitName,
  type AlarmLimits,
  type PatientLimits,
} from '@beatwatch/contracts';
import { formatNumber } from '../format/numbers.ts';
import type { Texts } from '../texts/texts.ts';

/** What is written in the fields of a form; an empty field leaves the limit as it is without it. */
export type LimitTexts = Readonly<Partial<Record<AlarmLimitName, string>>>;

/** People read seconds. */
const perUnit = (name: AlarmLimitName): number => (alarmLimitFields[name].unit === 'ms' ? 1000 : 1);

export const formatLimitValue = (t: Texts, name: AlarmLimitName, value: number): string =>
  formatNumber(t, value / perUnit(name));

/** `1.5 to 3 s` */
export function formatLimitRange(t: Texts, name: AlarmLimitName): string {
  const { min, max, unit } = alarmLimitFields[name];
  const { limits } = t.pages;
  return limits.range(formatLimitValue(t, name, min), formatLimitValue(t, name, max), limits.units[unit]);
}

/** The limits as their fields show them. */
export const textsOf = (t: Texts, limits: AlarmLimits): LimitTexts =>
  Object.fromEntries(
    Object.entries(limits).map(([name, value]) => [name, formatLimitValue(t, name as AlarmLimitName, value)]),
  );

/** All that is in force, in one line. */
export function formatLimits(t: Texts, limits: PatientLimits): string {
  const { line } = t.pages.limits;
  const all = limitsInForce(limits);
  const shown = (name: AlarmLimitName): string => formatLimitValue(t, name, all[name]);
  return [
    line.heartRate(all.heartRateLowBpm, all.heartRateHighBpm),
    line.pause(shown('pauseMs')),
    line.asystole(shown('asystoleMs')),
    line.run(all.ventricularRunBeats),
    line.tachycardia(all.ventricularTachycardiaBeats, all.ventricularTachycardiaBpm),
    line.ectopic(all.ectopicBeatsPerMinute),
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
export function readLimits(t: Texts, texts: LimitTexts, below: PatientLimits): ReadLimits {
  const limits: Partial<Record<AlarmLimitName, number>> = {};
  for (const name of alarmLimitNames) {
    const text = texts[name]?.trim().replace(',', '.') ?? '';
    if (text === '') continue;
    const { min, max } = alarmLimitFields[name];
    const value = Math.round(Number(text) * perUnit(name) * 1e6) / 1e6;
    if (!Number.isInteger(value) || value < min || value > max)
      return {
        name,
        problem: `${t.pages.limits.names[name]}: ${formatLimitRange(t, name)}${perUnit(name) === 1 ? t.pages.limits.whole : ''}.`,
      };
    limits[name] = value;
  }
  const { heartRateLowBpm, heartRateHighBpm } = limits;
  if (heartRateLowBpm === undefined && heartRateHighBpm === undefined) return { limits };
  const { heartRateLowBpm: low, heartRateHighBpm: high } = { ...limitsInForce(below), ...limits };
  if (high - low < leastRateBandBpm)
    return {
      name: 'heartRateHighBpm',
      problem: t.pages.limits.apart(leastRateBandBpm, low, high),
    };
  return { limits: { ...limits, heartRateLowBpm: low, heartRateHighBpm: high } };
}
