import { bytesOf, int16FromBytes, type DeviceId, type PatientId } from '@beatwatch/contracts';
import { byteaColumn, float8Column, textColumn, timeColumn, timeParameter } from '../columns.ts';
import type { Query } from '../query.ts';
import type { Repositories, WaveformChunk } from '../repositories.ts';

interface WaveformRow {
  patient_id: PatientId;
  device_id: DeviceId;
  lead: string;
  time_us: number;
  sampling_rate_hz: number;
  microvolts_per_count: number;
  samples: Buffer;
}

function chunkOf(row: WaveformRow): WaveformChunk {
  return {
    patientId: row.patient_id,
    deviceId: row.device_id,
    lead: row.lead,
    firstSampleTimeUs: row.time_us,
    samplingRateHz: row.sampling_rate_hz,
    microvoltsPerCount: row.microvolts_per_count,
    samples: int16FromBytes('waveform.samples', row.samples),
  };
}

function endTimeUs({ firstSampleTimeUs, samples, samplingRateHz }: WaveformChunk): number {
  return firstSampleTimeUs + (samples.length * 1e6) / samplingRateHz;
}

export function waveformRepository(query: Query): Repositories['waveforms'] {
  return {
    async write(chunks) {
      if (chunks.length === 0) return;
      await query(
        'waveforms.write',
        `insert into waveform
           (patient_id, device_id, lead, time, sampling_rate_hz, microvolts_per_count, samples)
         select * from unnest(
           $1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::float8[], $6::float8[], $7::bytea[])
         on conflict do nothing`,
        [
          textColumn(chunks.map(({ patientId }) => patientId)),
          textColumn(chunks.map(({ deviceId }) => deviceId)),
          textColumn(chunks.map(({ lead }) => lead)),
          timeColumn(chunks.map(({ firstSampleTimeUs }) => firstSampleTimeUs)),
          float8Column(chunks.map(({ samplingRateHz }) => samplingRateHz)),
          float8Column(chunks.map(({ microvoltsPerCount }) => microvoltsPerCount)),
          byteaColumn(chunks.map(({ samples }) => bytesOf(samples))),
        ],
      );
    },

    async read({ patientId, fromUs, toUs }) {
      // A chunk lasts a second at most: one that began before the range may reach into it.
      const rows = await query<WaveformRow>(
        'waveforms.read',
        `select patient_id, device_id, lead, epoch_us(time) as time_us, sampling_rate_hz,
           microvolts_per_count, samples
         from waveform
         where patient_id = $1 and time > $2::timestamptz - interval '1 second' and time < $3::timestamptz
         order by time, lead`,
        [patientId, timeParameter(fromUs), timeParameter(toUs)],
      );
      return rows.map(chunkOf).filter((chunk) => endTimeUs(chunk) > fromUs);
    },
  };
}
