import type { PatientId } from '@beatwatch/contracts';
import { textColumn } from '../columns.ts';
import type { Query } from '../query.ts';
import type { Patient, Repositories } from '../repositories.ts';

interface PatientRow {
  patient_id: PatientId;
  display_name: string;
  ward: string;
}

function patientOf(row: PatientRow): Patient {
  return { patientId: row.patient_id, displayName: row.display_name, ward: row.ward };
}

export function patientRepository(query: Query): Repositories['patients'] {
  return {
    async ensure(ids) {
      if (ids.length === 0) return;
      await query(
        'patients.ensure',
        `insert into patient (patient_id, display_name, ward)
         select id, id, 'unassigned' from unnest($1::text[]) as id
         on conflict do nothing`,
        [textColumn(ids)],
      );
    },

    async upsert(patients) {
      // The last entry of an id wins, as if they had been written one by one.
      const byId = [...new Map(patients.map((patient) => [patient.patientId, patient])).values()];
      if (byId.length === 0) return;
      await query(
        'patients.upsert',
        `insert into patient (patient_id, display_name, ward)
         select * from unnest($1::text[], $2::text[], $3::text[])
         on conflict (patient_id) do update set display_name = excluded.display_name, ward = excluded.ward
         where (patient.display_name, patient.ward) is distinct from (excluded.display_name, excluded.ward)`,
        [
          textColumn(byId.map(({ patientId }) => patientId)),
          textColumn(byId.map(({ displayName }) => displayName)),
          textColumn(byId.map(({ ward }) => ward)),
        ],
      );
    },

    async list() {
      const rows = await query<PatientRow>('patients.list', 'select * from patient order by patient_id');
      return rows.map(patientOf);
    },

    async find(id) {
      const [row] = await query<PatientRow>('patients.find', 'select * from patient where patient_id = $1', [
        id,
      ]);
      return row === undefined ? undefined : patientOf(row);
    },
  };
}
