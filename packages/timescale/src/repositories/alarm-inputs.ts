import type { PatientId } from '@beatwatch/contracts';
import type { AlarmInputRepository } from '../alarm-input-repository.ts';
import { boolColumn, byteaColumn, int8Column, textColumn, timeColumn, timeParameter } from '../columns.ts';
import type { Query } from '../query.ts';

interface NameRow {
  number: number;
  time_us: number;
  begins: boolean;
}

interface BlockRow extends NameRow {
  patient_id: PatientId;
  inputs: Buffer;
  after: Buffer | null;
}

const nameOf = ({ number, time_us: timeUs, begins }: NameRow) => ({ number, timeUs, begins });

export function alarmInputRepository(query: Query): AlarmInputRepository {
  return {
    async write(blocks) {
      if (blocks.length === 0) return;
      await query(
        'alarmInputs.write',
        `insert into alarm_input (patient_id, time, number, begins, inputs, after)
         select * from unnest($1::text[], $2::timestamptz[], $3::int8[], $4::bool[], $5::bytea[], $6::bytea[])
         on conflict do nothing`,
        [
          textColumn(blocks.map(({ patientId }) => patientId)),
          timeColumn(blocks.map(({ timeUs }) => timeUs)),
          int8Column(blocks.map(({ number }) => number)),
          boolColumn(blocks.map(({ begins }) => begins)),
          byteaColumn(blocks.map(({ inputs }) => inputs)),
          byteaColumn(blocks.map(({ after }) => after)),
        ],
      );
    },

    async list({ patientId, fromUs, toUs }) {
      const rows = await query<NameRow & { has_after: boolean }>(
        'alarmInputs.list',
        `select number, epoch_us(time) as time_us, begins, after is not null as has_after from alarm_input
         where patient_id = $1 and time >= $2::timestamptz and time < $3::timestamptz
         order by number`,
        [patientId, timeParameter(fromUs), timeParameter(toUs)],
      );
      return rows.map((row) => ({ ...nameOf(row), hasAfter: row.has_after }));
    },

    async read({ patientId, fromUs, toUs, fromNumber, toNumber }) {
      const rows = await query<BlockRow>(
        'alarmInputs.read',
        `select patient_id, number, epoch_us(time) as time_us, begins, inputs, after from alarm_input
         where patient_id = $1 and time >= $2::timestamptz and time <= $3::timestamptz
           and number >= $4 and number <= $5
         order by number`,
        [patientId, timeParameter(fromUs), timeParameter(toUs), fromNumber, toNumber],
      );
      return rows.map((row) => ({
        ...nameOf(row),
        patientId: row.patient_id,
        inputs: row.inputs,
        ...(row.after !== null && { after: row.after }),
      }));
    },
  };
}
