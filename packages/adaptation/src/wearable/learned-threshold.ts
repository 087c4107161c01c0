import { madToSigma, median, medianAbsoluteDeviation } from '@beatwatch/statistics';
import { featuresOf, type Features } from './features.ts';
import type { PatientThreshold } from '../patient-threshold.ts';
import { anomalyScore, logit } from './fusion.ts';
import type { MorphologyState } from './morphologies.ts';
import type { WearableProfile } from './profile.ts';
import { ownBeats, unpacked, type PatientReference } from './reference.ts';

/** Thresholds learned for a patient: plain data. */
export interface LearnedThreshold extends PatientThreshold {
  /** Log odds above which a beat is of ventricular shape. */
  readonly ventricularFrom: number;
}

/**
 * Thresholds from the patient's own first beats: some robust standard deviations of their log odds above the median
 * (Rousseeuw & Croux 1993), within the bounds that the profile sets for all patients.
 */
export function learnedThreshold(
  reference: PatientReference,
  morphologies: MorphologyState,
  { anomaly, ventricular, ventricularFrom, threshold }: WearableProfile,
): LearnedThreshold {
  const features = ownBeats(morphologies).map((beat): Features => {
    const { precedingRrMs = reference.usual.rrMs, inputThousandths, errorThousandths } = beat;
    const recentRrMs = precedingRrMs * Math.exp(beat.prematurity);
    const [input, error] = [unpacked(inputThousandths), unpacked(errorThousandths)];
    return featuresOf({ ...beat, input, error, precedingRrMs, recentRrMs }, reference);
  });
  const logOdds = aboveUsual(
    features.map((of) => logit(anomaly, of)),
    threshold.deviations,
  );
  const { lowest, highest } = threshold;
  const learned = Math.min(highest, Math.max(lowest, anomalyScore(logOdds)));
  return {
    threshold: learned,
    clearThreshold: learned / 2,
    ventricularFrom: Math.max(
      ventricularFrom,
      aboveUsual(
        features.map((of) => logit(ventricular, of)),
        threshold.deviations,
      ),
    ),
  };
}

function aboveUsual(logOdds: readonly number[], deviations: number): number {
  const middle = median(logOdds);
  return middle + deviations * madToSigma * medianAbsoluteDeviation(logOdds, middle);
}
