/** So many of the last m seconds raise; so many in a row without it end. */
export interface SecondsRule {
  readonly seconds: number;
  readonly windowSeconds: number;
  readonly calmSeconds: number;
}

/** What decides an alarm. Sources and reasons: `docs/decisions/alarms.md`. */
export interface AlarmSettings {
  readonly signal: {
    /** A second with a lower quality index is no evidence. Default 0.5. */
    readonly usableIndex: number;
    /** A beat is evidence once the signal has stayed usable for so long after it: noise is noticed late. Default 2000. */
    readonly settleMs: number;
    /** A beat so soon after an unusable second is no evidence: a contact that rattles does so again. Default 2000. */
    readonly distrustMs: number;
    /** Windows of consecutive beats or seconds end at a longer hole. Default 3000. */
    readonly gapMs: number;
    /** Where seconds are so far behind the beats there are none, and a beat is decided on by itself. Default 10,000. */
    readonly secondsMissingMs: number;
    /** Data so far before the newest are no repeat: the device's clock was set back. Default 300,000. */
    readonly clockSetBackMs: number;
  };
  readonly anomalyBurst: {
    /** n of n-of-m: this many clearly anomalous beats … Default 3. */
    readonly anomalousBeats: number;
    /** … among the last m in a row raise it. Default 5. */
    readonly windowBeats: number;
    /** Clearly anomalous: of at least this strength (loss over threshold). Default 1.25. */
    readonly clearly: number;
    /** The mean strength of these beats (6 at the most each) is at least this. Default 2.5. */
    readonly leastStrength: number;
    /** So many calm beats in a row end it. Default 8. */
    readonly calmBeats: number;
  };
  readonly ventricularRun: {
    /** So many ventricular beats in a row raise it … Default 3. */
    readonly beats: number;
    /** … if the mean strength of the last ones (6 at the most each) is at least this … Default 3. */
    readonly leastStrength: number;
    /** … and none of them is weaker than this. Default 0.5. */
    readonly weakest: number;
    /** So many in a row at `fastBpm` raise it, however strong. Default 5 (ventricular tachycardia of CinC 2015). */
    readonly fastBeats: number;
    /** From this rate within the run on it is of high priority, else of medium. Default 100 (ventricular tachycardia). */
    readonly fastBpm: number;
    /** So many beats in a row without two ventricular ones side by side end it. Default 8. */
    readonly calmBeats: number;
  };
  readonly asystole: {
    /** No R peak for so long. Default 4000 (CinC Challenge 2015). */
    readonly pauseMs: number;
    /** An R peak is known so long after it at the latest. Default 500. */
    readonly detectionMs: number;
    /** Where the good signal began without any R peak it takes so long: the detector has to learn. Default 10,000. */
    readonly withoutAnyMs: number;
    /** A beat this long was ended by the lack of an R peak, not by one. Default 3000 (`longestRrSeconds` of the detector). */
    readonly longestRrIntervalMs: number;
    /** After such a beat an R peak is known with the next one only: it takes so much longer. Default 2000. */
    readonly unknownPeakMs: number;
  };
  readonly bradycardia: RateRule;
  readonly tachycardia: RateRule;
  readonly fibrillation: SecondsRule & {
    /** Of the index: a second at it or above speaks for fibrillation. Default 0.5. */
    readonly level: number;
    /** Of the index: a second below it is calm. Default 0.5. */
    readonly calmBelow: number;
  };
  readonly leadOff: SecondsRule;
  readonly poorSignal: SecondsRule & {
    /** A second with at least this quality index is calm. Default 0.6. */
    readonly calmIndex: number;
  };
  readonly noData: {
    /** Nothing has come for so long. Default 10,000. */
    readonly afterMs: number;
  };
  /** An acknowledged alarm whose condition goes on for so long becomes active again. Default 180,000. */
  readonly reRaiseMs: number;
  /** A condition that returns so soon after its alarm was resolved opens that alarm again. Default 180,000. */
  readonly reopenMs: number;
}

export interface RateRule {
  /** Over so many RR intervals in a row. */
  readonly beats: number;
  /** The mean rate beyond which it is raised. */
  readonly limitBpm: number;
  /** Of the intervals, one by one, … */
  readonly share: number;
  /** … so large a share is beyond this rate: one missed or doubled beat is not enough. */
  readonly beyondBpm: number;
  /** The mean rate on whose other side it is over. */
  readonly overBpm: number;
}

export const defaultAlarmSettings: AlarmSettings = {
  signal: {
    usableIndex: 0.5,
    settleMs: 2000,
    distrustMs: 2000,
    gapMs: 3000,
    secondsMissingMs: 10_000,
    clockSetBackMs: 300_000,
  },
  anomalyBurst: { anomalousBeats: 3, windowBeats: 5, clearly: 1.25, leastStrength: 2.5, calmBeats: 8 },
  ventricularRun: { beats: 3, leastStrength: 3, weakest: 0.5, fastBeats: 5, fastBpm: 100, calmBeats: 8 },
  asystole: {
    pauseMs: 4000,
    detectionMs: 500,
    withoutAnyMs: 10_000,
    longestRrIntervalMs: 3000,
    unknownPeakMs: 2000,
  },
  // Limits of both rates and lengths: PhysioNet/CinC Challenge 2015, doi:10.1088/0967-3334/37/8/E5.
  bradycardia: { beats: 5, limitBpm: 40, share: 1, beyondBpm: 44, overBpm: 45 },
  tachycardia: { beats: 17, limitBpm: 140, share: 0.75, beyondBpm: 120, overBpm: 130 },
  // The level goes with the weights of the index: `docs/decisions/fibrillation.md`.
  fibrillation: { level: 0.5, seconds: 3, windowSeconds: 3, calmBelow: 0.5, calmSeconds: 5 },
  leadOff: { seconds: 2, windowSeconds: 3, calmSeconds: 3 },
  poorSignal: { seconds: 3, windowSeconds: 5, calmSeconds: 3, calmIndex: 0.6 },
  noData: { afterMs: 10_000 },
  reRaiseMs: 180_000,
  reopenMs: 180_000,
};
