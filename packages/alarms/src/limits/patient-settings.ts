import type { AlarmLimits, PatientLimits } from '@beatwatch/contracts';
import type { AlarmSettings } from '../settings.ts';

/**
 * The settings of one patient: those of everybody with the limits that people have set in their place. What goes with a limit
 * moves with it, such as the rate at which its alarm is over.
 */
export function patientSettings(base: AlarmSettings, { own, profile }: PatientLimits): AlarmSettings {
  const limits: AlarmLimits = { ...profile?.limits, ...own };
  const latching = { ...base.latching, ...profile?.latching };
  return { ...withLimits(base, limits), latching };
}

function withLimits(base: AlarmSettings, limits: AlarmLimits): AlarmSettings {
  const { bradycardia, tachycardia, pause, asystole, ventricularRun, ventricularTachycardia } = base;
  const { pauseMs, asystoleMs, ventricularRunBeats, ectopicBeatsPerMinute } = limits;
  const { ventricularTachycardiaBeats, ventricularTachycardiaBpm } = limits;
  return {
    ...base,
    bradycardia: withRate(bradycardia, limits.heartRateLowBpm, Math.min),
    tachycardia: withRate(tachycardia, limits.heartRateHighBpm, Math.max),
    ...(pauseMs !== undefined && { pause: { ...pause, pauseMs } }),
    ...(asystoleMs !== undefined && { asystole: { ...asystole, pauseMs: asystoleMs } }),
    ...(ventricularRunBeats !== undefined && {
      ventricularRun: { ...ventricularRun, beats: ventricularRunBeats },
    }),
    ventricularTachycardia: {
      ...ventricularTachycardia,
      ...(ventricularTachycardiaBeats !== undefined && { beats: ventricularTachycardiaBeats }),
      ...(ventricularTachycardiaBpm !== undefined && { limitBpm: ventricularTachycardiaBpm }),
    },
    ...(ectopicBeatsPerMinute !== undefined && {
      frequentEctopy: {
        perMinute: ectopicBeatsPerMinute,
        overPerMinute: Math.floor(ectopicBeatsPerMinute / 2),
      },
    }),
  };
}

type RateRule = AlarmSettings['bradycardia'];

/**
 * The other rates of the rule keep their share of the limit. A rate that only the nearer limit calls for attention to has medium
 * priority: the usual limit is that of a rate that threatens life.
 */
function withRate(
  rule: RateRule,
  limitBpm: number | undefined,
  farther: (one: number, other: number) => number,
): RateRule {
  if (limitBpm === undefined) return rule;
  const share = limitBpm / rule.limitBpm;
  return {
    ...rule,
    limitBpm,
    beyondBpm: rule.beyondBpm * share,
    overBpm: rule.overBpm * share,
    highBeyondBpm: farther(rule.limitBpm, limitBpm),
  };
}
