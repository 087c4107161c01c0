import type { AdmissionCommand, PatientId } from '@beatwatch/contracts';
import type { Admission, AdmissionRepository } from '../admission-repository.ts';
import { timeParameter } from '../columns.ts';
import type { Query } from '../query.ts';

const admissionAfter: Readonly<Partial<Record<AdmissionCommand['action'], Admission>>> = {
  admit: 'admitted',
  discharge: 'discharged',
  'end-signal': 'ended',
};

interface CommandRow {
  patient_id: PatientId;
  action: AdmissionCommand['action'];
  time_us: number;
  actor: string;
  display_name: string | null;
  ward: string | null;
  bed: string | null;
  until_us: number | null;
}

// A bed is free again once its patient has left. The end of a signal says nothing of one who was admitted by hand.
const applyCommand = `
with command as (
  insert into patient_admission (patient_id, action, time, actor, display_name, ward, bed, standby_until)
  values ($1::text, $2::text, $3::timestamptz, $4::text, $5::text, $6::text, $7::text, $8::timestamptz)
  on conflict do nothing returning action
)
insert into patient (patient_id, display_name, ward, bed, admission, admission_time, standby_until)
select $1::text, coalesce($5::text, $1::text), coalesce($6::text, 'unassigned'), $7::text,
  coalesce($9::text, 'automatic'), $3::timestamptz, $8::timestamptz
from command
on conflict (patient_id) do update set
  display_name = coalesce($5::text, patient.display_name),
  ward = coalesce($6::text, patient.ward),
  bed = case $2::text when 'move' then $7::text when 'admit' then coalesce($7::text, patient.bed) when 'discharge' then null
    else patient.bed end,
  admission = case when $2::text = 'end-signal' and patient.admission <> 'automatic' then patient.admission
    else coalesce($9::text, patient.admission) end,
  admission_time = case when $9::text is null then patient.admission_time else $3::timestamptz end,
  standby_until = case when $2::text in ('standby', 'resume', 'admit', 'discharge') then $8::timestamptz
    else patient.standby_until end,
  seen_at = case $2::text when 'admit' then clock_timestamp() else patient.seen_at end`;

export function admissionRepository(query: Query): AdmissionRepository {
  return {
    async apply(command) {
      const { patientId, action, timeUs, actor } = command;
      const place: { readonly displayName?: string; readonly ward?: string; readonly bed?: string } =
        action === 'admit' || action === 'move' ? command : {};
      await query('admissions.apply', applyCommand, [
        patientId,
        action,
        timeParameter(timeUs),
        actor,
        place.displayName,
        place.ward,
        place.bed,
        action === 'standby' ? timeParameter(command.untilUs) : undefined,
        admissionAfter[action],
      ]);
    },

    async discharged() {
      const rows = await query<{ patient_id: PatientId }>(
        'admissions.discharged',
        `select patient_id from patient where admission = 'discharged' order by patient_id`,
      );
      return rows.map(({ patient_id: patientId }) => patientId);
    },

    async history(patientId, limit) {
      const rows = await query<CommandRow>(
        'admissions.history',
        `select patient_id, action, epoch_us(time) as time_us, actor, display_name, ward, bed,
           epoch_us(standby_until) as until_us
         from patient_admission where patient_id = $1 order by stored_at desc, time desc limit $2`,
        [patientId, limit],
      );
      return rows.map(commandOf);
    },
  };
}

function commandOf(row: CommandRow): AdmissionCommand {
  const { patient_id: patientId, time_us: timeUs, actor, action, ward, bed } = row;
  const base = { patientId, timeUs, actor };
  const inBed = bed === null ? {} : { bed };
  switch (action) {
    case 'admit':
      return {
        ...base,
        action,
        ...(row.display_name !== null && { displayName: row.display_name }),
        ...(ward !== null && { ward }),
        ...inBed,
      };
    case 'move':
      return { ...base, action, ward: ward ?? 'unassigned', ...inBed };
    case 'standby':
      return { ...base, action, untilUs: row.until_us ?? timeUs };
    default:
      return { ...base, action };
  }
}
