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
  const ventricularLogOdds = logOddsOf(beat);
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
    ...(ventricularLogOdds === undefined ? {} : { ventricularLogOdds }),
    ...(atrialLogOdds === undefined ? {} : { atrialLogOdds }),
  };
}

/** Log odds of a probability of 0 or 1 are cut off here. */
const maxLogOdds = 12;

function logOddsOf({ classProbabilities }: JudgedBeat): number | undefined {
  if (classProbabilities === undefined) return undefined;
  const { V } = classProbabilities;
  const logOdds = Math.log(V) - Math.log(Math.max(0, 1 - V));
  return Math.min(maxLogOdds, Math.max(-maxLogOdds, logOdds));
}

export function knownSecond(second: JudgedSecond, { signal, poorSignal }: AlarmSettings): KnownSecond {
  const { timeUs, endTimeUs, qualityIndex, faults, fibrillationIndex } = second;
  const { ventricularLogOdds, ventricularPossible } = second;
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
    ...(ventricularLogOdds === undefined ? {} : { ventricularLogOdds }),
    ...(ventricularPossible === undefined ? {} : { ventricularPossible }),
  };
}
