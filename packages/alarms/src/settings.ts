import {
  defaultAlarmLimits,
  fibrillationLevel,
  usableQualityIndex,
  type Latching,
} from '@beatwatch/contracts';

/** Raised by `seconds` of the last `windowSeconds`, ended by `clearSeconds` consecutive clear ones. */
export interface SecondsRule {
  readonly seconds: number;
  readonly windowSeconds: number;
  readonly clearSeconds: number;
}

/** Limits of all alarm conditions. Sources and reasons: `docs/decisions/alarms.md`. */
export interface AlarmSettings {
  readonly signal: {
    /** Quality index below which a second is no evidence. Default 0.5. */
    readonly usableIndex: number;
    /** Time after a beat over which the signal has to stay usable: noise is noticed late. Default 2000. */
    readonly settleMs: number;
    /** Time after an unusable second in which beats are no evidence: a loose contact rattles again. Default 2000. */
    readonly distrustMs: number;
    /** Longest gap between consecutive beats or seconds of one window. Default 3000. */
    readonly gapMs: number;
    /** Lag of the seconds behind the beats from which each beat is decided on by itself. Default 10,000. */
    readonly secondsMissingMs: number;
    /** How far a lead may be behind the others before they are decided on without it. Default 3000. */
    readonly lagMs: number;
    /** Share of the usual beat's height from which a second without an R peak hides a missed beat. Default 0.6. */
    readonly missedBeatFrom: number;
    /** Step back in time from which data are a clock that was set back, not a repeat. Default 300,000. */
    readonly clockSetBackMs: number;
  };
  readonly anomalyBurst: {
    /** Anomalous beats of sufficient strength that raise it. Default 3. */
    readonly anomalousBeats: number;
    /** Consecutive beats among which they are counted. Default 5. */
    readonly windowBeats: number;
    /** Least strength of a counted beat. Default 1.25. */
    readonly minStrength: number;
    /** Least mean strength of the counted beats, each capped at 6. Default 2.5. */
    readonly minMeanStrength: number;
    /** Consecutive clear beats that end it. Default 8. */
    readonly clearBeats: number;
  };
  readonly ventricularRun: {
    /** Consecutive beats that raise it together. Default 3. */
    readonly beats: number;
    /** Least mean of their log odds, class V or F against N or S. Default 0.8. */
    readonly minMeanLogOdds: number;
    /** What one beat's log odds count for at the most: two certain ones do not make a run. Default 1.5. */
    readonly maxLogOdds: number;
    /** Least distance of the weakest one's log odds from the lower quartile of the beats before. Default 2. */
    readonly minContrast: number;
    /** Least strength of each of them where no classes are told. Default 0.5. */
    readonly minStrength: number;
    /** Least mean strength of them then, each capped at 6. Default 2. */
    readonly minMeanStrength: number;
    /** Consecutive beats without two adjacent ventricular ones that end it. Default 8. */
    readonly clearBeats: number;
  };
  readonly ventricularTachycardia: {
    /** Consecutive ventricular beats that raise it, whatever their strength. Default 5 (CinC Challenge 2015). */
    readonly beats: number;
    /** Least rate among them. Default 100 (CinC Challenge 2015). */
    readonly limitBpm: number;
    /** Consecutive beats without two adjacent ventricular ones that end it. Default 8. */
    readonly clearBeats: number;
    /** Log odds of the rhythm from which a second raises it, in consecutive seconds of the number below. Defaults 0 and 1. */
    readonly level: number;
    readonly seconds: number;
    /** Log odds below which the rhythm contradicts the beats. Default -2. */
    readonly contradictedBelow: number;
    /** Consecutive seconds below the level without which it does not end. Default 5. */
    readonly clearSeconds: number;
  };
  readonly asystole: {
    /** Time without an R peak. Default 4000 (CinC Challenge 2015). */
    readonly pauseMs: number;
    /** Latest time at which an R peak is known, after it. Default 500. */
    readonly detectionMs: number;
    /** Time that replaces `pauseMs` where the good signal began without any R peak: the detector has to learn. Default 10,000. */
    readonly withoutAnyMs: number;
    /** RR interval from which a beat was ended by the lack of an R peak. Default 3000 (`longestRrSeconds` of the detector). */
    readonly longestRrIntervalMs: number;
    /** Share of the usual beat's height in the band of QRS complexes below which a second is empty. Default 0.2. */
    readonly emptyBelow: number;
    /** Latest time at which a tall wave is seen, after it. Default 100. */
    readonly waveMs: number;
    /** Time after an R peak in which its own waves are no sign of another. Default 500. */
    readonly beatMs: number;
    /** Extra time after such a beat: the next R peak is known only with the beat that follows. Default 2000. */
    readonly unknownPeakMs: number;
  };
  readonly pause: {
    /** Time between two R peaks. Default 3000 (ACC/AHA/HRS guideline on bradycardia, 2018). */
    readonly pauseMs: number;
    /** Consecutive beats without one that end it. Default 5. */
    readonly clearBeats: number;
  };
  readonly bigeminy: {
    /** Consecutive cycles of one ventricular beat. Default 4. */
    readonly cycles: number;
    /** Consecutive beats with at most one ventricular beat that end it. Default 8. */
    readonly clearBeats: number;
  };
  readonly frequentEctopy: {
    /** Ventricular beats in a minute that raise it. Default 10. */
    readonly perMinute: number;
    /** Ventricular beats in a minute from which down it ends. Default 5. */
    readonly overPerMinute: number;
  };
  readonly atrialFibrillation: {
    /** Log odds above which it begins. */
    readonly beginsAbove: number;
    /** Log odds below which it ends. */
    readonly endsBelow: number;
    /** Time for which the log odds have to agree before it begins or ends. Default 20,000. */
    readonly agreeMs: number;
    /** Time that the burden is told for. Default 3,600,000. */
    readonly burdenMs: number;
  };
  readonly bradycardia: RateRule;
  readonly tachycardia: RateRule;
  readonly fibrillation: SecondsRule & {
    /** Fibrillation index from which a second counts. Default 0.5. */
    readonly level: number;
    /** Fibrillation index below which a second is clear. Default 0.5. */
    readonly clearLevel: number;
  };
  readonly leadOff: SecondsRule;
  readonly poorSignal: SecondsRule & {
    /** Quality index from which a second is clear. Default 0.6. */
    readonly clearIndex: number;
  };
  readonly noData: {
    /** Time without data. Default 10,000. */
    readonly afterMs: number;
    /** Time without data after which the patient counts as gone, and open alarms end. Default 86,400,000, a day. */
    readonly goneAfterMs: number;
  };
  /** Time after which an acknowledged alarm whose condition persists becomes active again. Default 180,000. */
  readonly reRaiseMs: number;
  /** Time that nobody takes an alarm, of high or medium priority, after which it is escalated. Default: none is. */
  readonly escalation?: { readonly highMs: number; readonly mediumMs: number };
  /** Kinds that stay when they are over until somebody acknowledges them, or do not. Default: clinical ones of high priority do. */
  readonly latching?: Latching;
  /** Time after its end in which a returning condition reopens the resolved alarm. Default 180,000. */
  readonly reopenMs: number;
}

export interface RateRule {
  /** Consecutive heart beats: one more than RR intervals. */
  readonly beats: number;
  /** Mean rate beyond which it is raised. */
  readonly limitBpm: number;
  /** Mean rate beyond which it has high priority, and medium before. Default: it always has high. */
  readonly highBeyondBpm?: number;
  /** Share of the intervals that has to be beyond `beyondBpm`, 0 to 1: one missed or doubled beat is not enough. */
  readonly share: number;
  readonly beyondBpm: number;
  /** Mean rate back at which it ends. */
  readonly overBpm: number;
}

const limits = defaultAlarmLimits;

export const defaultAlarmSettings: AlarmSettings = {
  signal: {
    usableIndex: usableQualityIndex,
    settleMs: 2000,
    distrustMs: 2000,
    gapMs: 3000,
    secondsMissingMs: 10_000,
    lagMs: 3000,
    missedBeatFrom: 0.6,
    clockSetBackMs: 300_000,
  },
  anomalyBurst: {
    anomalousBeats: 3,
    windowBeats: 5,
    minStrength: 1.25,
    minMeanStrength: 2.5,
    clearBeats: 8,
  },
  ventricularRun: {
    beats: limits.ventricularRunBeats,
    minMeanLogOdds: 0.8,
    maxLogOdds: 1.5,
    minContrast: 2,
    minStrength: 0.5,
    minMeanStrength: 2,
    clearBeats: 8,
  },
  ventricularTachycardia: {
    beats: limits.ventricularTachycardiaBeats,
    limitBpm: limits.ventricularTachycardiaBpm,
    clearBeats: 8,
    level: 0,
    seconds: 1,
    contradictedBelow: -2,
    clearSeconds: 5,
  },
  asystole: {
    pauseMs: limits.asystoleMs,
    detectionMs: 500,
    withoutAnyMs: 10_000,
    longestRrIntervalMs: 3000,
    emptyBelow: 0.2,
    waveMs: 100,
    beatMs: 500,
    unknownPeakMs: 2000,
  },
  pause: { pauseMs: limits.pauseMs, clearBeats: 5 },
  bigeminy: { cycles: 4, clearBeats: 8 },
  frequentEctopy: { perMinute: limits.ectopicBeatsPerMinute, overPerMinute: 5 },
  atrialFibrillation: { beginsAbove: 1, endsBelow: -0.5, agreeMs: 20_000, burdenMs: 3_600_000 },
  // PhysioNet/CinC Challenge 2015, doi:10.1088/0967-3334/37/8/E5: below 40 bpm over 5 beats, above 140 bpm over 17. Five
  // per cent nearer, since a rate of few beats is no more exact; 12 fast intervals, over which bedside monitors average.
  bradycardia: { beats: 5, limitBpm: limits.heartRateLowBpm, share: 0.75, beyondBpm: 46, overBpm: 46 },
  tachycardia: { beats: 13, limitBpm: limits.heartRateHighBpm, share: 0.75, beyondBpm: 120, overBpm: 125 },
  // The level goes with the weights of the index: `docs/decisions/fibrillation.md`.
  fibrillation: {
    level: fibrillationLevel,
    seconds: 3,
    windowSeconds: 3,
    clearLevel: fibrillationLevel,
    clearSeconds: 5,
  },
  leadOff: { seconds: 2, windowSeconds: 3, clearSeconds: 3 },
  poorSignal: { seconds: 3, windowSeconds: 5, clearSeconds: 3, clearIndex: 0.6 },
  noData: { afterMs: 10_000, goneAfterMs: 24 * 3_600_000 },
  reRaiseMs: 180_000,
  reopenMs: 180_000,
};
