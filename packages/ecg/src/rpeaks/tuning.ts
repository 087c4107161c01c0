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
  /** The threshold lies so far up from the noise level to the signal level (Pan and Tompkins 1985, 0.25). */
  thresholdShare: 0.3,
  /** How fast the two levels follow (Pan and Tompkins 1985). */
  levelRate: 0.125,
  /** The same after a search back (Pan and Tompkins 1985). */
  searchBackLevelRate: 0.25,
  /** An artefact lifts the signal level by no more than this factor at once. */
  artefactClip: 2,
  /** Search back after so many median RR intervals without a beat (Pan and Tompkins 1985, 1.66). */
  searchBackRrIntervals: 1.66,
  searchBackMaxSeconds: 2.3,
  /** The threshold's share that a beat must pass in a search back. */
  searchBackShare: 0.4,
  /** Right after a beat a candidate must reach this share of its height, else it is its T wave or its second hump… */
  earlyShare: 0.75,
  earlySeconds: 0.25,
  /** …falling to this share, and no demand after that. */
  lateShare: 0.2,
  lateSeconds: 0.4,
  /** Below this the average is noise of the electronics, microvolts; an R wave of 0.1 mV gives about 20. */
  floorMicrovolts: 10,
  /** The levels are learnt on this much signal, then the beats in it are found. */
  learningSeconds: 2,
  /** The signal level halves after so long without a beat. */
  forgetSeconds: 3,
  /** The R peak lies within this distance of the middle of the QRS energy. */
  refineSeconds: 0.075,
  /** The other polarity is taken as R peak when so much larger than the usual one. */
  polarityFactor: 1.5,
  /** Band for cutting beats and placing R peaks (IEC 60601-2-47, monitoring bandwidth 0.67 to 40 Hz). */
  analysisBandHz: [0.5, 40],
} as const;

/** After a longer pause there is no beat-to-beat interval: the beat before it is cut to this length. */
export const longestRrSeconds = 3;
