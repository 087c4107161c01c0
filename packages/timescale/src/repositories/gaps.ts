import type { DeviceId, PatientId } from '@beatwatch/contracts';
import { int4Column, textColumn, timeColumn, timeParameter } from '../columns.ts';
import type { Query } from '../query.ts';
import type { GapReason, Repositories, SignalGap } from '../repositories.ts';

interface GapRow {
  patient_id: PatientId;
  lead: string;
  device_id: DeviceId;
  from_us: number;
  to_us: number;
  reason: GapReason;
  lost_packets: number | null;
}

function gapOf(row: GapRow): SignalGap {
  return {
    patientId: row.patient_id,
    lead: row.lead,
    deviceId: row.device_id,
    fromUs: row.from_us,
    toUs: row.to_us,
    reason: row.reason,
    ...(row.lost_packets === null ? {} : { lostPackets: row.lost_packets }),
  };
}

export function gapRepository(query: Query): Repositories['gaps'] {
  return {
    async write(gaps) {
      if (gaps.length === 0) return;
      await query(
        'gaps.write',
        `insert into signal_gap (patient_id, lead, device_id, from_time, to_time, reason, lost_packets)
         select * from unnest(
           $1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::text[], $7::int4[])
         on conflict do nothing`,
        [
          textColumn(gaps.map(({ patientId }) => patientId)),
          textColumn(gaps.map(({ lead }) => lead)),
          textColumn(gaps.map(({ deviceId }) => deviceId)),
          timeColumn(gaps.map(({ fromUs }) => fromUs)),
          timeColumn(gaps.map(({ toUs }) => toUs)),
          textColumn(gaps.map(({ reason }) => reason)),
          int4Column(gaps.map(({ lostPackets }) => lostPackets)),
        ],
      );
    },

    async read({ patientId, fromUs, toUs }) {
      const rows = await query<GapRow>(
        'gaps.read',
        `select patient_id, lead, device_id, epoch_us(from_time) as from_us, epoch_us(to_time) as to_us, reason,
           lost_packets
         from signal_gap
         where patient_id = $1 and from_time >= $2::timestamptz and from_time < $3::timestamptz
         order by from_time, lead, reason`,
        [patientId, timeParameter(fromUs), timeParameter(toUs)],
      );
      return rows.map(gapOf);
    },
  };
}
