import type { PatientId } from '@beatwatch/contracts';
import { textColumn } from '../columns.ts';
import type { Query } from '../query.ts';
import type { Admission } from '../admission-repository.ts';
import type { DirectoryEntry, PatientRepository, WardPatient } from '../patient-repository.ts';

interface PatientRow {
  patient_id: PatientId;
  display_name: string;
  ward: string;
  bed: string | null;
  admission: Admission;
  admitted_us: number | null;
  standby_until_us: number | null;
}

const patientColumns = `patient_id, display_name, ward, bed, admission, epoch_us(admission_time) as admitted_us,
  case when standby_until > clock_timestamp() then epoch_us(standby_until) end as standby_until_us`;

function patientOf(row: PatientRow): WardPatient {
  const { patient_id: patientId, display_name: displayName, ward, bed, admission } = row;
  const { admitted_us: admittedUs, standby_until_us: standbyUntilUs } = row;
  return {
    patientId,
    displayName,
    ward,
    admission,
    ...(bed === null ? {} : { bed }),
    ...(admittedUs === null ? {} : { admittedUs }),
    ...(standbyUntilUs === null ? {} : { standbyUntilUs }),
  };
}

/** How long who has no alarm stays on the ward after the end of a signal that was to end. */
const endedShown = `interval '15 minutes'`;
// Signal that comes again has begun anew.
const admissionOnSignal = `case patient.admission when 'ended' then 'automatic' else patient.admission end`;

export function patientRepository(query: Query): PatientRepository {
  return {
    async ensure(ids) {
      if (ids.length === 0) return;
      await query(
        'patients.ensure',
        `insert into patient (patient_id, display_name, ward)
         select id, id, 'unassigned' from unnest($1::text[]) as id
         on conflict (patient_id) do update set seen_at = clock_timestamp(), admission = ${admissionOnSignal}
         where patient.seen_at < clock_timestamp() - interval '1 minute' or patient.admission = 'ended'`,
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
           bed = coalesce(excluded.bed, patient.bed), seen_at = clock_timestamp(), admission = ${admissionOnSignal}
         where (patient.display_name, patient.ward, patient.bed)
           is distinct from (excluded.display_name, excluded.ward, coalesce(excluded.bed, patient.bed))
           or patient.seen_at < clock_timestamp() - interval '1 minute' or patient.admission = 'ended'`,
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
        `select ${patientColumns} from (
           (select *, true as has_alarm from patient
            where patient_id in (select patient_id from alarm where state <> 'resolved') and admission <> 'discharged')
           union all
           (select *, false from patient
            where (admission = 'admitted' or seen_at > clock_timestamp() - make_interval(days => $1))
              and admission <> 'discharged'
              and (admission <> 'ended' or admission_time > clock_timestamp() - ${endedShown})
              and patient_id not in (select patient_id from alarm where state <> 'resolved')
            order by seen_at desc limit $2)
           order by has_alarm desc, seen_at desc limit $2) as shown
         order by patient_id`,
        [quietDays, limit],
      );
      return rows.map(patientOf);
    },

    async find(id) {
      const [row] = await query<PatientRow>(
        'patients.find',
        `select ${patientColumns} from patient where patient_id = $1`,
        [id],
      );
      return row === undefined ? undefined : patientOf(row);
    },

    async wardsOf(ids) {
      const rows = await query<{ patient_id: PatientId; ward: string }>(
        'patients.wardsOf',
        'select patient_id, ward from patient where patient_id = any($1::text[])',
        [textColumn(ids)],
      );
      return new Map(rows.map(({ patient_id: id, ward }) => [id, ward]));
    },

    async directory({ ward, search, discharged = false, limit }) {
      const rows = await query<PatientRow & { seen_us: number; open_alarms: number }>(
        'patients.directory',
        `select ${patientColumns}, epoch_us(seen_at) as seen_us, (
           select count(*)::int from alarm where alarm.patient_id = patient.patient_id and state <> 'resolved') as open_alarms
         from patient
         where (admission = 'discharged') = $1 and ($2::text is null or ward = $2)
           and ($3::text is null or strpos(lower(concat_ws(' ', display_name, patient_id, bed)), lower($3)) > 0)
         order by ward = 'unassigned', ward, bed nulls last, display_name, patient_id limit $4`,
        [discharged, ward, search, limit],
      );
      return rows.map((row): DirectoryEntry => ({
        ...patientOf(row),
        seenUs: row.seen_us,
        openAlarms: row.open_alarms,
      }));
    },
  };
}
