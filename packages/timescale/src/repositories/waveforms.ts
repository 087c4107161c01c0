import {
  bytesOf,
  int16FromBytes,
  type DeviceId,
  type PatientId,
  type SignalFault,
} from '@beatwatch/contracts';
import { byteaColumn, float8Column, textColumn, timeColumn, timeParameter } from '../columns.ts';
import type { Query } from '../query.ts';
import type {
  ArrivedChunk,
  QualitySecond,
  Repositories,
  SignalQuality,
  WaveformChunk,
} from '../repositories.ts';
import { packParts, unpackParts } from './packet-parts.ts';

interface QualityColumns {
  quality_index: number | null;
  faults: readonly SignalFault[] | null;
  fibrillation_index: number | null;
}

interface SamplesRow {
  patient_id: PatientId;
  device_id: DeviceId;
  lead: string;
  time_us: number;
  sampling_rate_hz: number;
  microvolts_per_count: number;
  samples: Buffer;
}

export type WaveformRow = SamplesRow & QualityColumns;

export const waveformColumns = `patient_id, device_id, lead, epoch_us(time) as time_us, sampling_rate_hz,
  microvolts_per_count, samples, quality_index, faults, fibrillation_index`;

function qualityOf(row: QualityColumns): SignalQuality | undefined {
  if (row.quality_index === null) return undefined;
  return {
    qualityIndex: row.quality_index,
    faults: row.faults ?? [],
    fibrillationIndex: row.fibrillation_index ?? 0,
  };
}

export function chunkOf(row: WaveformRow): WaveformChunk {
  const quality = qualityOf(row);
  return { ...samplesOf(row), ...(quality && { quality }) };
}

function samplesOf(row: SamplesRow): Omit<WaveformChunk, 'parts' | 'quality'> {
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
      // An array of arrays would have to be rectangular: faults travel as one text a row.
      await query(
        'waveforms.write',
        `insert into waveform
           (patient_id, device_id, lead, time, sampling_rate_hz, microvolts_per_count, samples, quality_index,
            fibrillation_index, faults, packets)
         select patient_id, device_id, lead, time, sampling_rate_hz, microvolts_per_count, samples, quality_index,
           fibrillation_index, string_to_array(faults, ','), packets
         from unnest(
           $1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::float8[], $6::float8[], $7::bytea[],
           $8::float8[], $9::float8[], $10::text[], $11::bytea[]) as chunk(
           patient_id, device_id, lead, time, sampling_rate_hz, microvolts_per_count, samples, quality_index,
           fibrillation_index, faults, packets)
         on conflict do nothing`,
        [
          textColumn(chunks.map(({ patientId }) => patientId)),
          textColumn(chunks.map(({ deviceId }) => deviceId)),
          textColumn(chunks.map(({ lead }) => lead)),
          timeColumn(chunks.map(({ firstSampleTimeUs }) => firstSampleTimeUs)),
          float8Column(chunks.map(({ samplingRateHz }) => samplingRateHz)),
          float8Column(chunks.map(({ microvoltsPerCount }) => microvoltsPerCount)),
          byteaColumn(chunks.map(({ samples }) => bytesOf(samples))),
          float8Column(chunks.map(({ quality }) => quality?.qualityIndex)),
          float8Column(chunks.map(({ quality }) => quality?.fibrillationIndex)),
          textColumn(chunks.map(({ quality }) => quality?.faults.join(','))),
          byteaColumn(
            chunks.map(({ parts, firstSampleTimeUs }) => parts && packParts(parts, firstSampleTimeUs)),
          ),
        ],
      );
    },

    async read({ patientId, fromUs, toUs }) {
      // A chunk lasts a second at most: one that began before the range may reach into it.
      const rows = await query<WaveformRow>(
        'waveforms.read',
        `select ${waveformColumns} from waveform
         where patient_id = $1 and time > $2::timestamptz - interval '1 second' and time < $3::timestamptz
         order by waveform.time, lead`,
        [patientId, timeParameter(fromUs), timeParameter(toUs)],
      );
      return rows.map(chunkOf).filter((chunk) => endTimeUs(chunk) > fromUs);
    },

    async arrived({ patientId, fromUs, toUs }) {
      const rows = await query<SamplesRow & { packets: Buffer | null }>(
        'waveforms.arrived',
        `select patient_id, device_id, lead, epoch_us(time) as time_us, sampling_rate_hz, microvolts_per_count, samples,
           packets
         from waveform
         where patient_id = $1 and time >= $2::timestamptz and time < $3::timestamptz
         order by waveform.time, lead`,
        [patientId, timeParameter(fromUs), timeParameter(toUs)],
      );
      return rows.map(({ packets, ...row }): ArrivedChunk => ({
        ...samplesOf(row),
        parts: packets === null ? [] : unpackParts(packets, row.time_us),
      }));
    },

    async arrivals({ patientId, fromUs, toUs }) {
      const rows = await query<{
        device_id: DeviceId;
        lead: string;
        time_us: number;
        packets: Buffer | null;
      }>(
        'waveforms.arrivals',
        `select device_id, lead, epoch_us(time) as time_us, packets from waveform
         where patient_id = $1 and time >= $2::timestamptz and time < $3::timestamptz`,
        [patientId, timeParameter(fromUs), timeParameter(toUs)],
      );
      return rows.map(({ device_id: deviceId, lead, time_us: firstSampleTimeUs, packets }) => ({
        deviceId,
        lead,
        firstSampleTimeUs,
        parts: packets === null ? [] : unpackParts(packets, firstSampleTimeUs),
      }));
    },

    async span(patientId) {
      const [row] = await query<{ from_us: number | null; to_us: number | null }>(
        'waveforms.span',
        `select epoch_us(min(time)) as from_us, epoch_us(max(time)) as to_us from waveform where patient_id = $1`,
        [patientId],
      );
      if (row?.from_us == null || row.to_us == null) return undefined;
      return { fromUs: row.from_us, toUs: row.to_us };
    },

    async quality({ patientId, fromUs, toUs }) {
      const rows = await query<QualityColumns & { lead: string; time_us: number }>(
        'waveforms.quality',
        `select lead, epoch_us(time) as time_us, quality_index, faults, fibrillation_index from waveform
         where patient_id = $1 and time >= $2::timestamptz and time < $3::timestamptz and quality_index is not null
         order by waveform.time, lead`,
        [patientId, timeParameter(fromUs), timeParameter(toUs)],
      );
      return rows.flatMap((row): QualitySecond[] => {
        const quality = qualityOf(row);
        return quality === undefined ? [] : [{ lead: row.lead, timeUs: row.time_us, ...quality }];
      });
    },
  };
}
