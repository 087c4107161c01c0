import { float32FromBytes, type Beat, type DeviceId, type PatientId } from '@beatwatch/contracts';
import { boolColumn, byteaColumn, float8Column, textColumn, timeColumn, timeParameter } from '../columns.ts';
import type { Query } from '../query.ts';
import type { Repositories } from '../repositories.ts';
import type { StoredBeat } from '../stored-rows.ts';
import { packShape, unpackShape } from './beat-shape.ts';

/** What every table of beats has in columns of its own. */
export interface BeatTimesRow {
  patient_id: PatientId;
  device_id: DeviceId;
  lead: string;
  time_us: number;
  end_time_us: number;
  rr_interval_ms: number;
  preceding_rr_interval_ms: number | null;
}

export interface BeatRow extends BeatTimesRow {
  late: boolean;
  preprocessing: string;
  /** Of a beat from before `beat_shape`. */
  samples: Buffer | null;
  step: number | null;
  deltas: Buffer | null;
  reference_label: string | null;
}

function samplesOf({ samples, step, deltas }: BeatRow): Float32Array | undefined {
  if (step !== null && deltas !== null) return unpackShape({ step, deltas });
  return samples === null ? undefined : float32FromBytes('beat.samples', samples);
}

export function beatTimesOf(row: BeatTimesRow): Omit<Beat, 'preprocessing' | 'samples'> {
  return {
    patientId: row.patient_id,
    deviceId: row.device_id,
    lead: row.lead,
    timeUs: row.time_us,
    endTimeUs: row.end_time_us,
    rrIntervalMs: row.rr_interval_ms,
    ...(row.preceding_rr_interval_ms !== null && { precedingRrIntervalMs: row.preceding_rr_interval_ms }),
  };
}

export function beatOf(row: BeatRow): StoredBeat {
  const samples = samplesOf(row);
  return {
    ...beatTimesOf(row),
    preprocessing: row.preprocessing,
    ...(samples && { samples }),
    ...(row.late && { late: true }),
    ...(row.reference_label === null ? {} : { referenceLabel: row.reference_label }),
  };
}

/** Of `beat` and, as `shape`, of `beat_shape`. */
export const beatColumns = `beat.patient_id, device_id, beat.lead, epoch_us(beat.time) as time_us,
  epoch_us(end_time) as end_time_us, rr_interval_ms, preceding_rr_interval_ms, preprocessing, samples, shape.step,
  shape.deltas, reference_label, late`;

export function beatRepository(query: Query): Repositories['beats'] {
  return {
    async write(beats) {
      if (beats.length === 0) return;
      const shapes = beats.map(({ preprocessing, samples }) => packShape(preprocessing, samples));
      await query(
        'beats.write',
        `with beats as (
           select * from unnest(
             $1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::float8[], $7::float8[],
             $8::text[], $9::float8[], $10::bytea[], $11::text[], $12::bool[]) as beats(
             patient_id, device_id, lead, time, end_time, rr_interval_ms, preceding_rr_interval_ms, preprocessing,
             step, deltas, reference_label, late)
         ), shapes as (
           insert into beat_shape (patient_id, time, lead, step, deltas)
           select patient_id, time, lead, step, deltas from beats
           on conflict do nothing
         )
         insert into beat
           (patient_id, device_id, lead, time, end_time, rr_interval_ms, preceding_rr_interval_ms, preprocessing,
            reference_label, late)
         select patient_id, device_id, lead, time, end_time, rr_interval_ms, preceding_rr_interval_ms, preprocessing,
           reference_label, late from beats
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
          float8Column(shapes.map(({ step }) => step)),
          byteaColumn(shapes.map(({ deltas }) => deltas)),
          textColumn(beats.map(({ referenceLabel }) => referenceLabel)),
          boolColumn(beats.map(({ late = false }) => late)),
        ],
      );
    },

    async find(patientId, timeUs, lead) {
      const [row] = await query<BeatRow>(
        'beats.find',
        `select ${beatColumns} from beat
         left join lateral (
           -- Without a lead, from before it belonged to the key: of the one beat of this time.
           select step, deltas from beat_shape
           where beat_shape.patient_id = $1 and beat_shape.time = $2::timestamptz
             and beat_shape.lead in (beat.lead, '')
           order by beat_shape.lead desc limit 1
         ) as shape on true
         where beat.patient_id = $1 and beat.time = $2::timestamptz
         order by beat.lead is distinct from $3, beat.lead limit 1`,
        [patientId, timeParameter(timeUs), lead],
      );
      return row === undefined ? undefined : beatOf(row);
    },

    async newest({ patientId, fromUs, toUs, preprocessing }, limit) {
      const rows = await query<BeatRow>(
        'beats.newest',
        `select beat.patient_id, device_id, beat.lead, epoch_us(beat.time) as time_us, epoch_us(end_time) as end_time_us,
           rr_interval_ms, preceding_rr_interval_ms, preprocessing, null as samples, step, deltas, reference_label, late
         from beat
         join beat_shape as shape
           on shape.patient_id = beat.patient_id and shape.time = beat.time and shape.lead = beat.lead
         where beat.patient_id = $1 and beat.time >= $2::timestamptz and beat.time < $3::timestamptz
           and shape.time >= $2::timestamptz and shape.time < $3::timestamptz and preprocessing = $4
         order by beat.time desc, beat.lead desc limit $5`,
        [patientId, timeParameter(fromUs), timeParameter(toUs), preprocessing, limit],
      );
      return rows.toReversed().flatMap((row): Beat[] => {
        const { samples, ...beat } = beatOf(row);
        return samples === undefined ? [] : [{ ...beat, samples }];
      });
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
