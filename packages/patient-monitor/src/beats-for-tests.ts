import { deviceId, patientId, rr140Zscore, type Beat } from '@beatwatch/contracts';

/** One of the beats of a patient that follow each other in 0.8 s. */
export function beatForTests(index: number, samples: Float32Array): Beat {
  const timeUs = 1_700_000_000_000_000 + index * 800_000;
  return {
    patientId: patientId('p-1'),
    deviceId: deviceId('d-1'),
    lead: 'II',
    timeUs,
    endTimeUs: timeUs + 800_000,
    rrIntervalMs: 800,
    preprocessing: rr140Zscore,
    samples,
  };
}
