import type { PatientId } from '@beatwatch/contracts';
import type { CareGroup, CareGroupRepository } from '../care-group-repository.ts';
import type { Query } from '../query.ts';

interface CareGroupRow {
  group_id: number;
  name: string;
  made_by: string;
  patient_ids: PatientId[];
}

const groups = `select group_id, name, made_by, array(
    select member.patient_id from care_group_member as member
    where member.group_id = care_group.group_id and not exists (
      select from patient_admission as admission
      where admission.patient_id = member.patient_id and action = 'discharge' and time >= added_at)) as patient_ids
  from care_group order by lower(name)`;

export function careGroupRepository(query: Query): CareGroupRepository {
  return {
    async list() {
      const rows = await query<CareGroupRow>('careGroups.list', groups);
      return rows.map((row): CareGroup => {
        const { group_id: groupId, name, made_by: madeBy, patient_ids: patientIds } = row;
        return { groupId, name, madeBy, patientIds };
      });
    },

    async make({ name, by }) {
      const [row] = await query<{ group_id: number }>(
        'careGroups.make',
        `insert into care_group (name, made_by) values ($1, $2) on conflict do nothing returning group_id`,
        [name, by],
      );
      return row && { groupId: row.group_id };
    },

    async dissolve(groupId) {
      const rows = await query<{ group_id: number }>(
        'careGroups.dissolve',
        'delete from care_group where group_id = $1::bigint returning group_id',
        [groupId],
      );
      return rows.length > 0;
    },

    async add({ groupId, patientId, by }) {
      const rows = await query<{ group_id: number }>(
        'careGroups.add',
        `insert into care_group_member (group_id, patient_id, added_by)
         select group_id, $2, $3 from care_group where group_id = $1::bigint
         on conflict (group_id, patient_id) do update set added_by = $3, added_at = clock_timestamp()
         returning group_id`,
        [groupId, patientId, by],
      );
      return rows.length > 0;
    },

    async remove({ groupId, patientId }) {
      const rows = await query<{ group_id: number }>(
        'careGroups.remove',
        'delete from care_group_member where group_id = $1::bigint and patient_id = $2 returning group_id',
        [groupId, patientId],
      );
      return rows.length > 0;
    },
  };
}
