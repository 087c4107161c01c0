import { featuresOf, type Features } from './features.ts';
import { logit, lossOf } from './fusion.ts';
import type { MorphologyState } from './morphologies.ts';
import type { WearableProfile } from './profile.ts';
import { ownBeats, unpacked, type PatientReference } from './reference.ts';
import { medianOf } from './window.ts';

/** A patient's own levels: plain data. */
export interface LearnedThreshold {
  /** A beat with a loss above it is anomalous. */
  readonly raise: number;
  /** One below it is calm. */
  readonly clear: number;
  /** Log odds from which a beat is of ventricular shape. */
  readonly ventricularFrom: number;
}

const madToSigma = 1.4826;

/**
 * The levels that suit the patient: some robust deviations of the log odds of their own first beats above the median
 * (Rousseeuw and Croux 1993), and never beyond the bounds that hold for everyone.
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
  const raised = aboveUsual(
    features.map((of) => logit(anomaly, of)),
    threshold.deviations,
  );
  const { lowest, highest } = threshold;
  const raise = Math.min(highest, Math.max(lowest, lossOf(raised)));
  return {
    raise,
    clear: raise / 2,
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
  const middle = medianOf(logOdds);
  return middle + deviations * madToSigma * medianOf(logOdds.map((value) => Math.abs(value - middle)));
}
