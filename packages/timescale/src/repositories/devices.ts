import type { DeviceId, PatientId } from '@beatwatch/contracts';
import { textColumn, timeParameter } from '../columns.ts';
import type { Device, DevicePairing, DeviceRepository, DeviceWearer } from '../device-repository.ts';
import type { Query } from '../query.ts';

interface PairingRow {
  device_id: DeviceId;
  patient_id: PatientId;
  from_us: number;
  until_us: number | null;
  paired_by: string;
  unpaired_by: string | null;
}

interface DeviceRow {
  device_id: DeviceId;
  kind: string | null;
  serial_number: string | null;
  seen_ms: number | null;
  refused_ms: number | null;
  patient_id: PatientId | null;
  from_us: number | null;
  paired_by: string | null;
}

/** Devices that may be known; others are refused all the same, but not noted. */
const maxDevices = 5000;

const devices = `select device.device_id, kind, serial_number, extract(epoch from seen_at)::float8 * 1000 as seen_ms,
    extract(epoch from refused_at)::float8 * 1000 as refused_ms, patient_id, epoch_us(from_time) as from_us, paired_by
  from device left join device_pairing on device_pairing.device_id = device.device_id and until_time is null`;

const pairings = `select device_id, patient_id, epoch_us(from_time) as from_us, epoch_us(until_time) as until_us,
    paired_by, unpaired_by from device_pairing`;

// Whoever wears the device is taken off before the new pairing is stored: the count has to be known first.
const pair = `
with known as (insert into device (device_id) values ($1::text) on conflict do nothing returning device_id),
allowed as (
  select (select count(*) from known) as new where not exists (
    select from device_pairing where device_id = $1::text and (from_time >= $3::timestamptz or until_time > $3::timestamptz
      or (until_time is null and patient_id = $2::text)))
),
ended as (
  update device_pairing set until_time = $3::timestamptz, unpaired_by = $4::text
  where device_id = $1::text and until_time is null and exists (select from allowed) returning device_id
)
insert into device_pairing (device_id, patient_id, from_time, paired_by)
select $1::text, $2::text, $3::timestamptz, $4::text from allowed, (select count(*) from ended) as others
returning device_id`;

export function deviceRepository(query: Query): DeviceRepository {
  const find = async (id: DeviceId): Promise<Device | undefined> => {
    const [row] = await query<DeviceRow>('devices.find', `${devices} where device.device_id = $1`, [id]);
    return row === undefined ? undefined : deviceOf(row);
  };
  return {
    find,

    async list() {
      const rows = await query<DeviceRow>('devices.list', `${devices} order by device.device_id`);
      return rows.map(deviceOf);
    },

    async save({ deviceId, kind, serialNumber }) {
      await query(
        'devices.save',
        `insert into device (device_id, kind, serial_number) values ($1, $2::text, $3::text)
         on conflict (device_id) do update set kind = coalesce($2::text, device.kind),
           serial_number = coalesce($3::text, device.serial_number)`,
        [deviceId, kind, serialNumber],
      );
    },

    async pair({ deviceId, patientId, fromUs, by }) {
      const parameters = [deviceId, patientId, timeParameter(fromUs), by];
      if ((await query<{ device_id: string }>('devices.pair', pair, parameters)).length > 0) return 'paired';
      const worn = (await find(deviceId))?.pairing;
      return worn?.patientId === patientId && worn.fromUs <= fromUs ? 'unchanged' : 'overlaps';
    },

    async unpair({ deviceId, untilUs, by }) {
      const rows = await query<{ device_id: string }>(
        'devices.unpair',
        `update device_pairing set until_time = $2::timestamptz, unpaired_by = $3
         where device_id = $1 and until_time is null and from_time <= $2::timestamptz returning device_id`,
        [deviceId, timeParameter(untilUs), by],
      );
      return rows.length > 0;
    },

    async wearers() {
      const rows = await query<PairingRow>(
        'devices.wearers',
        `${pairings} where until_time is null or until_time > now() - interval '90 days' order by device_id, from_time`,
      );
      const byDevice = new Map<DeviceId, DeviceWearer[]>();
      for (const row of rows) {
        const { deviceId, patientId, fromUs, untilUs } = pairingOf(row);
        const wearer = { patientId, fromUs, ...(untilUs !== undefined && { untilUs }) };
        const others = byDevice.get(deviceId);
        if (others === undefined) byDevice.set(deviceId, [wearer]);
        else others.push(wearer);
      }
      return byDevice;
    },

    async history(id, limit) {
      const rows = await query<PairingRow>(
        'devices.history',
        `${pairings} where device_id = $1 order by from_time desc limit $2`,
        [id, limit],
      );
      return rows.map(pairingOf);
    },

    async heard(ids, outcome) {
      if (ids.length === 0) return;
      const column = outcome === 'taken' ? 'seen_at' : 'refused_at';
      await query(
        'devices.heard',
        `insert into device (device_id, ${column})
         select device_id, clock_timestamp() from unnest($1::text[]) as given (device_id)
         where exists (select from device where device.device_id = given.device_id)
           or (select count(*) from device) < ${maxDevices}
         on conflict (device_id) do update set ${column} = excluded.${column}`,
        [textColumn(ids)],
      );
    },
  };
}

const pairingOf = (row: PairingRow): DevicePairing => ({
  deviceId: row.device_id,
  patientId: row.patient_id,
  fromUs: row.from_us,
  ...(row.until_us !== null && { untilUs: row.until_us }),
  pairedBy: row.paired_by,
  ...(row.unpaired_by !== null && { unpairedBy: row.unpaired_by }),
});

function deviceOf(row: DeviceRow): Device {
  const { patient_id: patientId, from_us: fromUs, paired_by: pairedBy } = row;
  return {
    deviceId: row.device_id,
    ...(row.kind !== null && { kind: row.kind }),
    ...(row.serial_number !== null && { serialNumber: row.serial_number }),
    ...(row.seen_ms !== null && { seenMs: row.seen_ms }),
    ...(row.refused_ms !== null && { refusedMs: row.refused_ms }),
    ...(patientId !== null &&
      fromUs !== null &&
      pairedBy !== null && { pairing: { patientId, fromUs, pairedBy } }),
  };
}
