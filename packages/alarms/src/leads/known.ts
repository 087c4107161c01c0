import type { AlarmSettings } from '../settings.ts';
import type { JudgedBeat, JudgedSecond, KnownSecond, LeadBeat } from '../state.ts';

/** Anomaly score over threshold. */
function strengthOf({ anomalyScore, threshold }: JudgedBeat): number {
  if (threshold === undefined) return 0;
  return threshold > 0 ? anomalyScore / threshold : Number.MAX_VALUE;
}

export function leadBeat(beat: JudgedBeat): LeadBeat {
  const { timeUs, endTimeUs, rrIntervalMs, anomalyScore, threshold, clearThreshold, anomalous, ventricular } =
    beat;
  const clear = !anomalous && (clearThreshold === undefined || anomalyScore < clearThreshold);
  const { atrialLogOdds } = beat;
  const { classProbabilities: known } = beat;
  return {
    timeUs,
    endTimeUs,
    rrIntervalMs,
    anomalyScore,
    ...(threshold === undefined ? {} : { threshold }),
    anomalous,
    clear,
    ventricular,
    strength: beat.strength ?? strengthOf(beat),
    ...(known && {
      ventricularLogOdds: logOddsOf(known.V, 1 - known.V),
      overNormalLogOdds: logOddsOf(known.V + known.F, known.N + known.S),
    }),
    ...(atrialLogOdds === undefined ? {} : { atrialLogOdds }),
  };
}

/** Log odds of a probability of 0 or 1 are cut off here. */
const maxLogOdds = 12;

const logOddsOf = (one: number, other: number): number =>
  Math.min(maxLogOdds, Math.max(-maxLogOdds, Math.log(Math.max(0, one)) - Math.log(Math.max(0, other))));

export function knownSecond(second: JudgedSecond, { signal, poorSignal }: AlarmSettings): KnownSecond {
  const { timeUs, endTimeUs, qualityIndex, faults, fibrillationIndex } = second;
  const { qrsShare, ventricularLogOdds, ventricularPossible } = second;
  const leadOff = faults.some((fault) => fault === 'lead-off' || fault === 'flat');
  return {
    timeUs,
    endTimeUs,
    usable: qualityIndex >= signal.usableIndex,
    clear: qualityIndex >= poorSignal.clearIndex,
    leadOff,
    hasSignal: !leadOff && !faults.includes('saturation'),
    qualityIndex,
    fibrillationIndex,
    ...(qrsShare === undefined ? {} : { qrsShare }),
    ...(ventricularLogOdds === undefined ? {} : { ventricularLogOdds }),
    ...(ventricularPossible === undefined ? {} : { ventricularPossible }),
  };
}
