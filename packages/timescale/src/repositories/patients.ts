import type { PatientId } from '@beatwatch/contracts';
import { textColumn } from '../columns.ts';
import type { Query } from '../query.ts';
import type { Patient, Repositories } from '../repositories.ts';

interface PatientRow {
  patient_id: PatientId;
  display_name: string;
  ward: string;
  bed: string | null;
}

function patientOf(row: PatientRow): Patient {
  const { patient_id: patientId, display_name: displayName, ward, bed } = row;
  return { patientId, displayName, ward, ...(bed === null ? {} : { bed }) };
}

export function patientRepository(query: Query): Repositories['patients'] {
  return {
    async ensure(ids) {
      if (ids.length === 0) return;
      await query(
        'patients.ensure',
        `insert into patient (patient_id, display_name, ward)
         select id, id, 'unassigned' from unnest($1::text[]) as id
         on conflict (patient_id) do update set seen_at = clock_timestamp()
         where patient.seen_at < clock_timestamp() - interval '1 minute'`,
        // Sorted: two processes that lock the same rows do it in the same order.
        [textColumn([...new Set(ids)].sort())],
      );
    },

    async upsert(patients) {
      // The last entry of an id wins, as if they had been written one by one.
      const byId = [...new Map(patients.map((patient) => [patient.patientId, patient])).values()];
      if (byId.length === 0) return;
      await query(
        'patients.upsert',
        `insert into patient (patient_id, display_name, ward, bed)
         select * from unnest($1::text[], $2::text[], $3::text[], $4::text[])
         on conflict (patient_id) do update set display_name = excluded.display_name, ward = excluded.ward,
           bed = coalesce(excluded.bed, patient.bed), seen_at = clock_timestamp()
         where (patient.display_name, patient.ward, patient.bed)
           is distinct from (excluded.display_name, excluded.ward, coalesce(excluded.bed, patient.bed))
           or patient.seen_at < clock_timestamp() - interval '1 minute'`,
        [
          textColumn(byId.map(({ patientId }) => patientId)),
          textColumn(byId.map(({ displayName }) => displayName)),
          textColumn(byId.map(({ ward }) => ward)),
          textColumn(byId.map(({ bed }) => bed)),
        ],
      );
    },

    async list({ quietDays = 7, limit = 5000 } = {}) {
      const rows = await query<PatientRow>(
        'patients.list',
        `select patient_id, display_name, ward, bed from (
           (select *, true as has_alarm from patient
            where patient_id in (select patient_id from alarm where state <> 'resolved'))
           union all
           (select *, false from patient where seen_at > clock_timestamp() - make_interval(days => $1)
              and patient_id not in (select patient_id from alarm where state <> 'resolved')
            order by seen_at desc limit $2)
           order by has_alarm desc, seen_at desc limit $2) as shown
         order by patient_id`,
        [quietDays, limit],
      );
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
