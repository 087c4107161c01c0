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

/** How a person's sinus beat looks in the lead, at 60 beats/min. */
export interface Morphology {
  readonly pMv: number;
  readonly qMv: number;
  readonly rMv: number;
  readonly sMv: number;
  readonly tMv: number;
  /** 1 is a QRS of some 85 ms. */
  readonly qrsWidthFactor: number;
  /** 1 is a PR interval of some 150 ms and a QT interval of some 390 ms. */
  readonly intervalFactor: number;
}

const cycleRad = 2 * Math.PI;

/**
 * P, Q, R, S and T of a sinus beat as Gaussians over phase, which is the closed form of McSharry's model
 * for a constant angular velocity within a beat. QRS lasts the same at every heart rate; PR and QT shrink
 * with the square root of the cycle (Bazett 1920). Two Gaussians make T rise slower than it falls.
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
    wave(pMv, -155, 22, interval),
    wave(-qMv, -25, 8, qrsWidthFactor),
    wave(rMv, 0, 10.5, qrsWidthFactor),
    wave(-sMv, 27, 9, qrsWidthFactor),
    wave(0.45 * tMv, 240, 50, interval),
    wave(0.7 * tMv, 285, 33, interval),
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
 * A ventricular beat: no P wave, QRS of some 160 ms with a shoulder, high, and ST and T against the QRS
 * (Goldberger, "Clinical Electrocardiography", chapter on ventricular arrhythmias).
 */
export function ventricularWaves({ rMv }: Morphology): Wave[] {
  return [
    { amplitudeMv: 0.3 * rMv, centreSeconds: -0.052, widthSeconds: 0.016 },
    { amplitudeMv: 1.45 * rMv, centreSeconds: 0, widthSeconds: 0.03 },
    { amplitudeMv: -0.35 * rMv, centreSeconds: 0.1, widthSeconds: 0.034 },
    { amplitudeMv: -0.3 * rMv, centreSeconds: 0.185, widthSeconds: 0.055 },
    { amplitudeMv: -0.42 * rMv, centreSeconds: 0.27, widthSeconds: 0.05 },
  ];
}

/** A beat from another place in the atria: inverted P, longer PR, the sinus beat's QRS and a flatter T. */
export function supraventricularWaves(
  morphology: Morphology,
  meanCycleSeconds: number,
  cycleSeconds: number,
): Wave[] {
  const ectopic = { ...morphology, pMv: -0.8 * morphology.pMv, tMv: 0.8 * morphology.tMv };
  return inTime(sinusWaves(ectopic, meanCycleSeconds), cycleSeconds, cycleSeconds);
}
