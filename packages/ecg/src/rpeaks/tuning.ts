/**
 * Constants of the R-peak detector, tuned on DS1 of MIT-BIH (first lead of 22 records). A constant without a source is
 * the middle of a range in which the result hardly changes.
 */
export const tuning = {
  /** Band in which the QRS complex dominates P and T waves and muscle noise (cf. Elgendi 2013: 8 to 20 Hz). */
  qrsBandHz: [10, 20],
  /** Band in which wide complexes, ventricular ones above all, stand out. */
  wideBandHz: [3, 9],
  /** Height in the wide band over the usual beat's from which a candidate is a wide complex, and the way to certainty. */
  wideFrom: 1.8,
  wideSpan: 1,
  /** Evidence of a wide complex, log odds; it falls with this power of how quiet the signal is, for motion is wide too. */
  wideOdds: 4,
  widePower: 3,
  /** Adaptation rate of the usual height in the wide band, and clip of its growth. */
  wideRate: 0.05,
  wideClip: 1.3,
  /** Length of the moving average over the rectified band: about one QRS complex. */
  averageSeconds: 0.1,
  /** Time after a peak of the average without a higher one that makes it a candidate. */
  lookAheadSeconds: 0.2,
  /** Least interval between two beats (Pan and Tompkins 1985: 200 ms). */
  refractorySeconds: 0.22,
  /** Lead in log odds over every other path at which a candidate becomes a beat at once… */
  sureMargin: 3.3,
  /** …else the delay after its summit. */
  decisionSeconds: 0.55,
  /** Adaptation rates of the levels of beats and of other candidates. */
  signalRate: 0.11,
  noiseRate: 0.25,
  /** Clip of a height relative to the signal level, so that an artefact does not raise it much. */
  artefactClip: 2,
  /** Least separation of the two levels, natural logarithm. */
  minSeparation: 0.65,
  /** Height of even odds, as a share of the way from noise to signal level on a logarithmic scale. */
  evenShare: 0.3,
  /** Variance of the logarithm of heights around their level, and weight of the last beats' variance. */
  heightVariance: 0.4,
  beatVarianceWeight: 0.3,
  /** Largest evidence of a height, log odds. */
  maxHeightEvidence: 5.8,
  /** Separation of the levels, natural logarithm, from which the shape is ignored: premature beats have another. */
  quietSeparation: 1.65,
  /** Log odds per unit of correlation with the template above that of a usual beat. */
  correlationWeight: 5.7,
  usualCorrelation: 0.84,
  /** Log odds per unit of the logarithm of the size relative to the template, and the neutral size. */
  sizeWeight: 5,
  usualSize: 0.6,
  /** Adaptation rate of the template. */
  templateRate: 0.03,
  /** Scales of the logarithm of early and late intervals over the usual one, and largest penalties, log odds. */
  earlyScale: 0.3,
  /** Scale of early intervals in noise, and gain of the shape's weight from which the signal counts as noisy. */
  noisyEarlyScale: 0.265,
  noiseGain: 2,
  maxEarlyPenalty: 4,
  lateScale: 0.35,
  maxLatePenalty: 3.7,
  /** Widening of the scales per unit of the mean deviation of the rhythm; of the late one in noise only. */
  rrSpreadWeight: 3.7,
  /** Least height of a candidate right after a beat, as a share of its height, to exclude T wave and second hump… */
  earlyShare: 0.9,
  earlySeconds: 0.25,
  /** …falling to this share, and unlimited after that. */
  lateShare: 0.25,
  lateSeconds: 0.4,
  /** Average below which the signal is electronic noise, microvolts; an R wave of 0.1 mV gives about 20. */
  floorMicrovolts: 10,
  /** Length of signal on which the levels are learned before the beats in it are found. */
  learningSeconds: 2,
  /** Time without a beat after which the signal level is halved. */
  forgetSeconds: 3,
  /** Number of beats that confirm the levels; unconfirmed ones are learned again after a time without a beat. */
  confirmingBeats: 8,
  relearnSeconds: 2.5,
  /** Largest distance of the R peak from the middle of the QRS energy. */
  refineSeconds: 0.075,
  /** Adaptation rate of the usual polarity. */
  polarityRate: 0.125,
  /** Factor by which the opposite polarity must exceed the usual one to become the R peak. */
  polarityFactor: 1.5,
  /** Band for cutting beats and locating R peaks (IEC 60601-2-47: monitoring bandwidth 0.67 to 40 Hz). */
  analysisBandHz: [0.5, 40],
} as const;

/** Longest RR interval; the beat before a longer pause is cut to this length. */
export const longestRrSeconds = 3;

/** Number of last beats whose intervals and heights are remembered. */
export const rememberedBeats = 8;

/** Number of template steps on each side of the R peak: 83 ms at 120 steps a second. */
export const templateHalfWidthSteps = 10;
export const templateLength = 2 * templateHalfWidthSteps + 1;
