/**
 * Constants of the R-peak detector, found on DS1 of MIT-BIH (first lead of 22 records). Where no source stands
 * beside one, it is the middle of a range in which the result hardly changed.
 */
export const tuning = {
  /** Where the QRS complex stands out from P and T waves and from muscle (Elgendi 2013, 8 to 20 Hz, the same idea). */
  qrsBandHz: [10, 20],
  /** Length of the moving average over the rectified band: about one QRS complex. */
  averageSeconds: 0.1,
  /** A peak of the average counts as candidate when nothing higher comes this long after it. */
  lookAheadSeconds: 0.2,
  /** No two beats are closer (Pan and Tompkins 1985, 200 ms). */
  refractorySeconds: 0.22,
  /** A candidate becomes a beat at once when no other story is within this margin of log odds… */
  sureMargin: 3.3,
  /** …else so long after its summit. */
  decisionSeconds: 0.55,
  /** How fast the level of beats and that of other candidates follow. */
  signalRate: 0.11,
  noiseRate: 0.25,
  /** An artefact lifts the signal level by no more than this factor at once. */
  artefactClip: 2,
  /** The two levels count as apart by this much at least, in logarithms. */
  leastSeparation: 0.65,
  /** The odds are even so far up from the noise level to the signal level, in logarithms. */
  evenShare: 0.28,
  /** Variance of the logarithm of heights around their level, and what that of the last beats adds. */
  heightVariance: 0.4,
  beatVarianceWeight: 0.3,
  /** No height says more than this, in log odds. */
  heightMost: 5.8,
  /** In a signal whose levels are so far apart (logarithms) the shape no longer counts: a premature beat has another. */
  quietSeparation: 1.65,
  /** Log odds for each unit of correlation with the template, above the one that a usual beat has. */
  correlationWeight: 5.7,
  usualCorrelation: 0.84,
  /** Log odds for each unit of the logarithm of the size in the template's shape, and the size that says nothing. */
  sizeWeight: 3,
  usualSize: 0.6,
  /** How fast the template follows. */
  templateRate: 0.03,
  /** Scale of the log of early and of late intervals over the usual one, and the most that they cost, in log odds. */
  earlyScale: 0.25,
  earlyMost: 4,
  lateScale: 0.35,
  lateMost: 3.7,
  /** How much an irregular rhythm widens them, for each unit of its mean deviation. */
  rrSpreadWeight: 3.7,
  /** Right after a beat a candidate must reach this share of its height, else it is its T wave or its second hump… */
  earlyShare: 0.9,
  earlySeconds: 0.25,
  /** …falling to this share, and no demand after that. */
  lateShare: 0.25,
  lateSeconds: 0.4,
  /** Below this the average is noise of the electronics, microvolts; an R wave of 0.1 mV gives about 20. */
  floorMicrovolts: 10,
  /** The levels are learned on this much signal, then the beats in it are found. */
  learningSeconds: 2,
  /** The signal level halves after so long without a beat. */
  forgetSeconds: 3,
  /** Levels that have not found so many beats yet are learned anew after so long without one: it was an artefact. */
  confirmingBeats: 8,
  relearnSeconds: 2.5,
  /** The R peak lies within this distance of the middle of the QRS energy. */
  refineSeconds: 0.075,
  /** How fast the usual side of the R peak follows. */
  polarityRate: 0.125,
  /** The other polarity is taken as R peak when so much larger than the usual one. */
  polarityFactor: 1.5,
  /** Band for cutting beats and placing R peaks (IEC 60601-2-47, monitoring bandwidth 0.67 to 40 Hz). */
  analysisBandHz: [0.5, 40],
} as const;

/** After a longer pause there is no beat-to-beat interval: the beat before it is cut to this length. */
export const longestRrSeconds = 3;

/** Slopes of a template to each side of the R peak: 83 ms at 120 steps a second. */
export const templateHalfWidthSteps = 10;
export const templateLength = 2 * templateHalfWidthSteps + 1;
