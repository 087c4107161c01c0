/** One Gaussian of a beat, in time. */
export interface Wave {
  readonly amplitudeMv: number;
  /** From the R peak; negative lies before it. */
  readonly centreSeconds: number;
  /** Standard deviation of the Gaussian. */
  readonly widthSeconds: number;
}

/** One Gaussian of a sinus beat, in phase: 2 pi is one cycle from R peak to R peak. */
export interface PhaseWave {
  readonly amplitudeMv: number;
  readonly centreRad: number;
  readonly widthRad: number;
}

/** How a person's sinus beat looks in the lead, at 60 beats/min: depths as positive numbers, T with its sign. */
export interface Morphology {
  readonly pMv: number;
  readonly qMv: number;
  readonly rMv: number;
  readonly sMv: number;
  readonly tMv: number;
  /** 1 is a QRS of some 105 ms. */
  readonly qrsWidthFactor: number;
  /** 1 is a PR interval of some 210 ms and a QT interval of some 390 ms. */
  readonly intervalFactor: number;
  /** Which way a ventricular beat points in the lead: that depends on where in the ventricles it begins. */
  readonly ventricular: 'upright' | 'inverted';
}

const cycleRad = 2 * Math.PI;

/**
 * P, Q, R, S and T of a sinus beat as Gaussians over phase, which is the closed form of McSharry's model
 * for a constant angular velocity within a beat. QRS lasts the same at every heart rate; PR and QT shrink
 * with the square root of the cycle (Bazett 1920). A second Gaussian slurs the end of S. See
 * `docs/decisions/synthetic-ecg.md` for which leads there are and why.
 */
export function sinusWaves(morphology: Morphology, meanCycleSeconds: number): PhaseWave[] {
  const { pMv, qMv, rMv, sMv, tMv, qrsWidthFactor, intervalFactor } = morphology;
  const wave = (amplitudeMv: number, centreMs: number, widthMs: number, scale: number): PhaseWave => ({
    amplitudeMv,
    centreRad: ((centreMs * scale) / 1000 / meanCycleSeconds) * cycleRad,
    widthRad: ((widthMs * scale) / 1000 / meanCycleSeconds) * cycleRad,
  });
  const interval = intervalFactor * Math.sqrt(meanCycleSeconds);
  return [
    wave(pMv, -178, 31, interval),
    wave(-qMv, -28, 9, qrsWidthFactor),
    wave(rMv, 0, 10.5, qrsWidthFactor),
    wave(-sMv, 28, 14, qrsWidthFactor),
    wave(-0.55 * sMv, 55, 12, qrsWidthFactor),
    wave(tMv, 250, 68, interval),
  ];
}

/**
 * A sinus beat in time.
 * @param cycleBeforeSeconds stretches what lies before the R peak
 * @param cycleAfterSeconds stretches what lies after it
 */
export function inTime(
  waves: readonly PhaseWave[],
  cycleBeforeSeconds: number,
  cycleAfterSeconds: number,
): Wave[] {
  return waves.map(({ amplitudeMv, centreRad, widthRad }) => {
    const cycle = centreRad < 0 ? cycleBeforeSeconds : cycleAfterSeconds;
    return {
      amplitudeMv,
      centreSeconds: (centreRad / cycleRad) * cycle,
      widthSeconds: (widthRad / cycleRad) * cycle,
    };
  });
}

/**
 * A ventricular beat: no P wave, a QRS complex of some 150 ms, higher or deeper than the sinus beat's, and ST and T
 * against it (Goldberger, "Clinical Electrocardiography", chapter on ventricular arrhythmias).
 */
export function ventricularWaves({ rMv, sMv, ventricular }: Morphology): Wave[] {
  const heightMv = (ventricular === 'upright' ? 1 : -1) * Math.max(rMv, sMv);
  const wave = (share: number, centreMs: number, widthMs: number): Wave => ({
    amplitudeMv: share * heightMv,
    centreSeconds: centreMs / 1000,
    widthSeconds: widthMs / 1000,
  });
  return [wave(-0.35, -60, 20), wave(1.6, 0, 30), wave(-0.55, 90, 30), wave(-0.5, 230, 60)];
}

/** A beat from another place in the atria: inverted P, the sinus beat's QRS and a flatter T. */
export function supraventricularWaves(
  morphology: Morphology,
  meanCycleSeconds: number,
  cycleSeconds: number,
): Wave[] {
  const ectopic = { ...morphology, pMv: -0.8 * morphology.pMv, tMv: 0.8 * morphology.tMv };
  return inTime(sinusWaves(ectopic, meanCycleSeconds), cycleSeconds, cycleSeconds);
}
