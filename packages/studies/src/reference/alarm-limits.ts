import { defaultAlarmSettings, type AlarmSettings } from '@beatwatch/alarms';

/** Limits that alarms are raised and judged by. */
export interface AlarmLimits {
  /** Time without a beat. */
  readonly asystoleSeconds: number;
  /** Time without a beat that is a pause. */
  readonly pauseSeconds: number;
  readonly bradycardiaBpm: number;
  readonly bradycardiaBeats: number;
  readonly tachycardiaBpm: number;
  readonly tachycardiaBeats: number;
  readonly ventricularTachycardiaBpm: number;
  readonly ventricularTachycardiaBeats: number;
  /** Time that flutter or fibrillation has to last. */
  readonly fibrillationSeconds: number;
}

/** Limits of the PhysioNet/CinC Challenge 2015 (doi:10.1088/0967-3334/37/8/E5); it has no pause. */
export const challengeLimits: AlarmLimits = {
  asystoleSeconds: 4,
  pauseSeconds: 3,
  bradycardiaBpm: 40,
  bradycardiaBeats: 5,
  tachycardiaBpm: 140,
  tachycardiaBeats: 17,
  ventricularTachycardiaBpm: 100,
  ventricularTachycardiaBeats: 5,
  fibrillationSeconds: 4,
};

/**
 * The product's settings with other limits. A rate's tolerance of 5 % and its margins move with its limit, so that the
 * challenge's own limits give the product's settings, its number of fast beats excepted.
 * @param chosen limits that differ from the product's. Default: none
 */
export function settingsWith(chosen: Partial<AlarmLimits> = {}): AlarmSettings {
  const usual = defaultAlarmSettings;
  const { bradycardia, tachycardia, ventricularTachycardia, fibrillation, asystole, pause } = usual;
  const lower = (chosen.bradycardiaBpm ?? challengeLimits.bradycardiaBpm) - challengeLimits.bradycardiaBpm;
  const higher = (chosen.tachycardiaBpm ?? challengeLimits.tachycardiaBpm) - challengeLimits.tachycardiaBpm;
  return {
    ...usual,
    asystole: { ...asystole, pauseMs: inMs(chosen.asystoleSeconds) ?? asystole.pauseMs },
    pause: { ...pause, pauseMs: inMs(chosen.pauseSeconds) ?? pause.pauseMs },
    bradycardia: {
      ...bradycardia,
      beats: chosen.bradycardiaBeats ?? bradycardia.beats,
      limitBpm: bradycardia.limitBpm + lower,
      beyondBpm: bradycardia.beyondBpm + lower,
      overBpm: bradycardia.overBpm + lower,
    },
    tachycardia: {
      ...tachycardia,
      beats: chosen.tachycardiaBeats ?? tachycardia.beats,
      limitBpm: tachycardia.limitBpm + higher,
      beyondBpm: tachycardia.beyondBpm + higher,
      overBpm: tachycardia.overBpm + higher,
    },
    ventricularTachycardia: {
      ...ventricularTachycardia,
      beats: chosen.ventricularTachycardiaBeats ?? ventricularTachycardia.beats,
      limitBpm: chosen.ventricularTachycardiaBpm ?? ventricularTachycardia.limitBpm,
    },
    fibrillation: {
      ...fibrillation,
      ...(chosen.fibrillationSeconds !== undefined && {
        seconds: Math.round(chosen.fibrillationSeconds),
        windowSeconds: Math.round(chosen.fibrillationSeconds),
      }),
    },
  };
}

const inMs = (seconds: number | undefined): number | undefined =>
  seconds === undefined ? undefined : 1000 * seconds;
