import { bytesOf, modelVersion, type PatientId } from '@beatwatch/contracts';
import type { Repositories } from '../src/index.ts';
import { beatAt, chunkAt, scoreAt } from '../src/testing/rows.ts';

/** A column as a plain `pg` program would write it: times as microseconds, arrays and bytes as text. */
export interface PlainColumn<Row> {
  readonly name: string;
  readonly type: 'text' | 'float8' | 'bool' | 'bytea' | 'time';
  readonly value: (row: Row) => unknown;
}

export interface BenchTable<Row> {
  readonly name: string;
  /** Rows of different keys for different times. */
  readonly rowAt: (patient: PatientId, timeUs: number) => Row;
  readonly write: (repositories: Repositories, rows: readonly Row[]) => Promise<void>;
  readonly columns: readonly PlainColumn<Row>[];
}

const noise = (length: number): number[] => Array.from({ length }, () => 2 * Math.random() - 1);

function table<Row>(definition: BenchTable<Row>): BenchTable<Row> {
  return definition;
}

const waveform = table({
  name: 'waveform',
  rowAt: (patient, timeUs) =>
    chunkAt(patient, timeUs, { samples: Int16Array.from(noise(250), (value) => 1000 * value) }),
  write: (repositories, rows) => repositories.waveforms.write(rows),
  columns: [
    { name: 'patient_id', type: 'text', value: (row) => row.patientId },
    { name: 'device_id', type: 'text', value: (row) => row.deviceId },
    { name: 'lead', type: 'text', value: (row) => row.lead },
    { name: 'time', type: 'time', value: (row) => row.firstSampleTimeUs },
    { name: 'sampling_rate_hz', type: 'float8', value: (row) => row.samplingRateHz },
    { name: 'microvolts_per_count', type: 'float8', value: (row) => row.microvoltsPerCount },
    { name: 'samples', type: 'bytea', value: (row) => Buffer.from(bytesOf(row.samples)) },
  ],
});

const beat = table({
  name: 'beat',
  rowAt: (patient, timeUs) => beatAt(patient, timeUs, { samples: Float32Array.from(noise(140)) }),
  write: (repositories, rows) => repositories.beats.write(rows),
  columns: [
    { name: 'patient_id', type: 'text', value: (row) => row.patientId },
    { name: 'device_id', type: 'text', value: (row) => row.deviceId },
    { name: 'lead', type: 'text', value: (row) => row.lead },
    { name: 'time', type: 'time', value: (row) => row.timeUs },
    { name: 'end_time', type: 'time', value: (row) => row.endTimeUs },
    { name: 'rr_interval_ms', type: 'float8', value: (row) => row.rrIntervalMs },
    { name: 'preprocessing', type: 'text', value: (row) => row.preprocessing },
    { name: 'samples', type: 'bytea', value: (row) => Buffer.from(bytesOf(row.samples)) },
  ],
});

const score = table({
  name: 'beat_score',
  rowAt: (patient, timeUs) =>
    scoreAt(patient, timeUs, {
      threshold: 20,
      modelVersion: modelVersion('bench'),
      anomalyScore: 30 * Math.random(),
    }),
  write: (repositories, rows) => repositories.scores.write(rows),
  columns: [
    { name: 'patient_id', type: 'text', value: (row) => row.patientId },
    { name: 'beat_time', type: 'time', value: (row) => row.beatTimeUs },
    { name: 'lead', type: 'text', value: (row) => row.lead },
    { name: 'model_version', type: 'text', value: (row) => row.modelVersion },
    { name: 'anomaly_score', type: 'float8', value: (row) => row.anomalyScore },
    { name: 'threshold', type: 'float8', value: (row) => row.threshold },
    { name: 'anomalous', type: 'bool', value: (row) => row.anomalous },
    { name: 'rr_interval_ms', type: 'float8', value: (row) => row.rrIntervalMs },
    { name: 'scored_at', type: 'time', value: (row) => row.scoredAtUs },
  ],
});

export const benchTables = { waveform, beat, score };
