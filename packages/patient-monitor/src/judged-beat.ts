import type { AdaptedBeat } from '@beatwatch/adaptation';
import type { JudgedBeat } from '@beatwatch/alarms';
import type { Beat, Writable } from '@beatwatch/contracts';

/** What alarms are decided by, of a beat and its judgement. */
export function judgedBeat(
  beat: Beat,
  judgement: AdaptedBeat,
  atrialLogOdds: number | undefined,
): JudgedBeat {
  // Field by field: to copy a rest of fields takes longer than to decide on most beats.
  const judged: Writable<JudgedBeat> = {
    timeUs: beat.timeUs,
    endTimeUs: beat.endTimeUs,
    rrIntervalMs: beat.rrIntervalMs,
    lead: beat.lead,
    anomalyScore: judgement.anomalyScore,
    anomalous: judgement.anomalous,
    ventricular: judgement.ventricular,
  };
  const { threshold, clearThreshold, learned, strength, classProbabilities } = judgement;
  if (threshold !== undefined) judged.threshold = threshold;
  if (clearThreshold !== undefined) judged.clearThreshold = clearThreshold;
  if (learned !== undefined) judged.learned = learned;
  if (strength !== undefined) judged.strength = strength;
  if (classProbabilities !== undefined) judged.classProbabilities = classProbabilities;
  if (beat.late !== undefined) judged.late = beat.late;
  if (beat.axis !== undefined) judged.axis = beat.axis;
  if (atrialLogOdds !== undefined) judged.atrialLogOdds = atrialLogOdds;
  return judged;
}
