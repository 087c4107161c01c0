import type { Beat } from '@beatwatch/contracts';
import type { MonitoredBeat } from '@beatwatch/patient-monitor';
import type { StoredScore } from '@beatwatch/timescale';

/** The row of a judged beat; the reconstruction only of anomalous ones. */
export function scoreOf(beat: Beat, judged: MonitoredBeat, scoredAtUs: number): StoredScore {
  const { modelVersion, anomalyScore, threshold, anomalous, ventricular, reconstruction } = judged;
  const { beatClass, classProbabilities } = judged;
  return {
    patientId: beat.patientId,
    beatTimeUs: beat.timeUs,
    lead: beat.lead,
    modelVersion,
    anomalyScore,
    ...(threshold === undefined ? {} : { threshold }),
    anomalous,
    ventricular,
    rrIntervalMs: beat.rrIntervalMs,
    scoredAtUs,
    ...(beat.late && { late: true }),
    ...(beatClass && { beatClass }),
    ...(classProbabilities && { classProbabilities }),
    ...(anomalous ? { reconstruction } : {}),
  };
}
