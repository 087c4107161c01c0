import type { ModelVersion, PatientId } from '@beatwatch/contracts';
import { median } from '@beatwatch/statistics';
import type { DriftSample, Repositories } from '@beatwatch/timescale';
import { kolmogorovSmirnov, populationStabilityIndex } from './distribution-distance.ts';

/** What may move away from how it was when a model came into use. */
export const driftMeasures = ['anomaly score', 'heart rate', 'signal quality'] as const;
type DriftMeasure = (typeof driftMeasures)[number];

/** From the population stability index: below 0.1, from there on, from 0.25 on. */
type DriftLevel = 'none' | 'moderate' | 'strong';

/** How far one measure of one patient has moved. */
export interface Drift {
  readonly patientId: PatientId;
  readonly modelVersion: ModelVersion;
  readonly measure: DriftMeasure;
  readonly stabilityIndex: number;
  readonly level: DriftLevel;
  /** Greatest difference of the distribution functions, 0 to 1. */
  readonly ks: number;
  /** How probable that is by chance, if one value says nothing of the next: too small for beats, which resemble one another. */
  readonly ksProbability: number;
  readonly before: { readonly values: number; readonly median: number };
  readonly after: { readonly values: number; readonly median: number };
}

interface DriftOptions {
  readonly patientId: PatientId;
  readonly modelVersion: ModelVersion;
  /** When the model was new to the patient, or when its training data are from. */
  readonly before: { readonly fromUs: number; readonly toUs: number };
  readonly after: { readonly fromUs: number; readonly toUs: number };
}

/** Values of each measure at most. */
const mostValues = 5000;
/** Values of each time below which nothing is said. */
const fewestValues = 100;

/** Compares two times of one patient under one model; a measure with fewer than 100 values in either is left out. */
export async function patientDrift(
  { drift }: Pick<Repositories, 'drift'>,
  { patientId, modelVersion, before, after }: DriftOptions,
): Promise<readonly Drift[]> {
  const [one, other] = [
    await drift.sample({ patientId, ...before }, { modelVersion, mostValues }),
    await drift.sample({ patientId, ...after }, { modelVersion, mostValues }),
  ];
  return driftMeasures.flatMap((measure): Drift[] => {
    const [a, b] = [valuesOf(one, measure), valuesOf(other, measure)];
    if (Math.min(a.length, b.length) < fewestValues) return [];
    const stabilityIndex = populationStabilityIndex(a, b);
    const { statistic, probability } = kolmogorovSmirnov(a, b);
    return [
      {
        patientId,
        modelVersion,
        measure,
        stabilityIndex,
        level: levelOf(stabilityIndex),
        ks: statistic,
        ksProbability: probability,
        before: { values: a.length, median: median(a) },
        after: { values: b.length, median: median(b) },
      },
    ];
  });
}

const levelOf = (stabilityIndex: number): DriftLevel =>
  stabilityIndex >= 0.25 ? 'strong' : stabilityIndex >= 0.1 ? 'moderate' : 'none';

function valuesOf(sample: DriftSample, measure: DriftMeasure): readonly number[] {
  if (measure === 'anomaly score') return sample.anomalyScores;
  return measure === 'heart rate' ? sample.heartRatesBpm : sample.qualityIndexes;
}
