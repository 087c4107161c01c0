import { bytesOf, float32FromBytes, type Beat, type DeviceId, type PatientId } from '@beatwatch/contracts';
import { boolColumn, byteaColumn, float8Column, textColumn, timeColumn, timeParameter } from '../columns.ts';
import type { Query } from '../query.ts';
import type { Repositories } from '../repositories.ts';

interface BeatRow {
  patient_id: PatientId;
  device_id: DeviceId;
  lead: string;
  time_us: number;
  end_time_us: number;
  rr_interval_ms: number;
  preceding_rr_interval_ms: number | null;
  late: boolean;
  preprocessing: string;
  samples: Buffer;
  reference_label: string | null;
}

function beatOf(row: BeatRow): Beat {
  return {
    patientId: row.patient_id,
    deviceId: row.device_id,
    lead: row.lead,
    timeUs: row.time_us,
    endTimeUs: row.end_time_us,
    rrIntervalMs: row.rr_interval_ms,
    ...(row.preceding_rr_interval_ms === null ? {} : { precedingRrIntervalMs: row.preceding_rr_interval_ms }),
    preprocessing: row.preprocessing,
    samples: float32FromBytes('beat.samples', row.samples),
    ...(row.late && { late: true }),
    ...(row.reference_label === null ? {} : { referenceLabel: row.reference_label }),
  };
}

export function beatRepository(query: Query): Repositories['beats'] {
  return {
    async write(beats) {
      if (beats.length === 0) return;
      await query(
        'beats.write',
        `insert into beat
           (patient_id, device_id, lead, time, end_time, rr_interval_ms, preceding_rr_interval_ms, preprocessing,
            samples, reference_label, late)
         select * from unnest(
           $1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::float8[], $7::float8[],
           $8::text[], $9::bytea[], $10::text[], $11::bool[])
         on conflict do nothing`,
        [
          textColumn(beats.map(({ patientId }) => patientId)),
          textColumn(beats.map(({ deviceId }) => deviceId)),
          textColumn(beats.map(({ lead }) => lead)),
          timeColumn(beats.map(({ timeUs }) => timeUs)),
          timeColumn(beats.map(({ endTimeUs }) => endTimeUs)),
          float8Column(beats.map(({ rrIntervalMs }) => rrIntervalMs)),
          float8Column(beats.map(({ precedingRrIntervalMs }) => precedingRrIntervalMs)),
          textColumn(beats.map(({ preprocessing }) => preprocessing)),
          byteaColumn(beats.map(({ samples }) => bytesOf(samples))),
          textColumn(beats.map(({ referenceLabel }) => referenceLabel)),
          boolColumn(beats.map(({ late = false }) => late)),
        ],
      );
    },

    async find(patientId, timeUs) {
      const [row] = await query<BeatRow>(
        'beats.find',
        `select patient_id, device_id, lead, epoch_us(time) as time_us, epoch_us(end_time) as end_time_us,
           rr_interval_ms, preceding_rr_interval_ms, preprocessing, samples, reference_label, late
         from beat where patient_id = $1 and time = $2::timestamptz`,
        [patientId, timeParameter(timeUs)],
      );
      return row === undefined ? undefined : beatOf(row);
    },

    async count({ patientId, fromUs, toUs }) {
      const [row] = await query<{ beats: number }>(
        'beats.count',
        `select count(*) as beats from beat
         where patient_id = $1 and time >= $2::timestamptz and time < $3::timestamptz`,
        [patientId, timeParameter(fromUs), timeParameter(toUs)],
      );
      return row?.beats ?? 0;
    },
  };
}
