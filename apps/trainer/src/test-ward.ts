import {
  alarmId,
  deviceId,
  modelVersion,
  rWindow88Microvolts,
  type AlarmLabel,
  type Beat,
  type PatientId,
} from '@beatwatch/contracts';
import { createSeededRandom } from '@beatwatch/statistics';
import type { Repositories } from '@beatwatch/timescale';

const device = deviceId('patch-1');
const lead = 'II';
const judge = modelVersion('lstm-1');

/**
 * A QRS complex and a T wave whose sizes differ from patient to patient and a little from beat to beat, microvolts; a broad
 * complex with a flat T wave where it is ectopic.
 */
function shape(seed: number, isEctopic: boolean): Float32Array {
  const random = createSeededRandom(seed);
  const qrs = 900 + 100 * random.normal();
  const t = (isEctopic ? 40 : 200) + 40 * random.normal();
  const width = isEctopic ? 5.5 : 2.5;
  return Float32Array.from({ length: 88 }, (_, index) =>
    Math.round(
      qrs * Math.exp(-(((index - 31) / width) ** 2)) +
        t * Math.exp(-(((index - 60) / 9) ** 2)) +
        12 * random.normal(),
    ),
  );
}

export interface TestPatient {
  readonly patientId: PatientId;
  readonly beats: number;
  /** Of the first R peak; one follows every second. */
  readonly fromUs: number;
  readonly seed: number;
  /** Default: no beat is. */
  readonly isEctopic?: (index: number) => boolean;
}

/** Stores a patient's beats as the live path does: with their scores and the quality of each second. */
export async function storePatient(
  repositories: Repositories,
  { patientId, beats: count, fromUs, seed, isEctopic = () => false }: TestPatient,
): Promise<readonly Beat[]> {
  const beats = Array.from({ length: count }, (_, index): Beat => {
    const timeUs = fromUs + index * 1_000_000;
    return {
      patientId,
      deviceId: device,
      lead,
      timeUs,
      endTimeUs: timeUs + 1_000_000,
      rrIntervalMs: 1000,
      preprocessing: rWindow88Microvolts,
      samples: shape(seed * 10_000 + index, isEctopic(index)),
    };
  });
  await repositories.patients.ensure([patientId]);
  await repositories.beats.write(beats);
  await repositories.waveforms.write(
    beats.map(({ timeUs }) => ({
      patientId,
      deviceId: device,
      lead,
      firstSampleTimeUs: timeUs - 500_000,
      samplingRateHz: 4,
      microvoltsPerCount: 1,
      samples: new Int16Array(4),
      quality: { qualityIndex: 0.9, faults: [], fibrillationIndex: 0 },
    })),
  );
  await repositories.scores.write(
    beats.map(({ timeUs }) => ({
      patientId,
      beatTimeUs: timeUs,
      lead,
      modelVersion: judge,
      anomalyScore: 1,
      threshold: 3,
      anomalous: false,
      ventricular: false,
      rrIntervalMs: 1000,
      scoredAtUs: timeUs + 1_100_000,
    })),
  );
  return beats;
}

/** Stores a ventricular run that these beats raised, and what two people said of it. */
export async function storeLabelledRun(
  { alarms }: Pick<Repositories, 'alarms'>,
  beats: readonly Beat[],
  label: AlarmLabel,
): Promise<void> {
  const [first] = beats;
  const last = beats.at(-1);
  if (first === undefined || last === undefined) throw new RangeError('an alarm needs beats');
  const { patientId, timeUs } = last;
  const id = alarmId(patientId, 'ventricular-run', timeUs);
  await alarms.write([
    {
      alarmId: id,
      patientId,
      kind: 'ventricular-run',
      priority: 'medium',
      state: 'active',
      changeNumber: 1,
      timeUs,
      raisedTimeUs: timeUs,
      evidence: {
        beatTimesUs: beats.map((beat) => beat.timeUs),
        anomalyScores: beats.map(() => 4),
        fromUs: first.timeUs,
        toUs: timeUs,
        lead,
      },
    },
  ]);
  for (const actor of ['ann', 'eve']) await alarms.label({ alarmId: id, patientId, label, actor, timeUs });
}
