/** Gaussian of a beat over time. */
export interface Wave {
  readonly amplitudeMv: number;
  /** From the R peak; negative is before it. */
  readonly centreSeconds: number;
  /** Standard deviation of the Gaussian. */
  readonly widthSeconds: number;
}

/** Gaussian of a sinus beat over phase: 2 pi is one cycle from R peak to R peak. */
export interface PhaseWave {
  readonly amplitudeMv: number;
  readonly centreRad: number;
  readonly widthRad: number;
}

/** Shape of a person's beats in one lead at 60 bpm: depths as positive numbers, T with its sign. */
export interface Morphology {
  readonly pMv: number;
  readonly qMv: number;
  readonly rMv: number;
  readonly sMv: number;
  readonly tMv: number;
  /** 1: QRS complex of about 105 ms. */
  readonly qrsWidthFactor: number;
  /** 1: PR interval of about 210 ms, QT interval of about 390 ms. */
  readonly intervalFactor: number;
  /** Direction of ventricular beats, which depends on their origin in the ventricles. */
  readonly ventricular: 'upright' | 'inverted';
}

const cycleRad = 2 * Math.PI;

/**
 * P, Q, R, S and T of a sinus beat as Gaussians over phase: the closed form of McSharry's model for a constant angular
 * velocity within a beat. The QRS duration is constant; PR and QT scale with the square root of the cycle (Bazett 1920). A
 * second Gaussian slurs the end of S. See `docs/decisions/synthetic-ecg.md` for the choice of leads.
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
 * Converts a sinus beat from phase to time.
 * @param cycleBeforeSeconds cycle length for waves before the R peak
 * @param cycleAfterSeconds cycle length for waves after it
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
 * Waves of a ventricular beat: no P wave, a QRS complex of about 150 ms with a larger amplitude than in sinus rhythm, ST and T
 * in the opposite direction (Goldberger, "Clinical Electrocardiography", chapter on ventricular arrhythmias).
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

/** Waves of an ectopic atrial beat: inverted P, the QRS complex of a sinus beat and a flatter T. */
export function supraventricularWaves(
  morphology: Morphology,
  meanCycleSeconds: number,
  cycleSeconds: number,
): Wave[] {
  const ectopic = { ...morphology, pMv: -0.8 * morphology.pMv, tMv: 0.8 * morphology.tMv };
  return inTime(sinusWaves(ectopic, meanCycleSeconds), cycleSeconds, cycleSeconds);
}
