import type { ModelVersion, PatientId } from '@beatwatch/contracts';
import type { Query } from '../query.ts';
import type { AssignedModels, AssignmentRepository, ModelAssignment } from '../assignment-repository.ts';

interface AssignmentRow {
  scope: ModelAssignment['scope'];
  target: string;
  model_version: ModelVersion | null;
  actor: string;
  assigned_us: number;
}

const columns = 'scope, target, model_version, actor, epoch_us(assigned_at) as assigned_us';

const newest = `select distinct on (scope, target) scope, target, model_version from model_assignment
  order by scope, target, assignment_id desc`;

export function assignmentRepository(query: Query): AssignmentRepository {
  return {
    async assign({ scope, target, version, actor }) {
      await query(
        'assignments.assign',
        'insert into model_assignment (scope, target, model_version, actor) values ($1, $2, $3, $4)',
        [scope, target, version, actor],
      );
    },

    async inForce() {
      const rows = await query<{ patient_id: PatientId | null; model_version: ModelVersion }>(
        'assignments.inForce',
        `with newest as (${newest}), held as (select * from newest where model_version is not null)
         select patient_id, model_version from (
           select distinct on (patient_id) patient_id, model_version from (
             select target as patient_id, model_version, 1 as place from held where scope = 'patient'
             union all
             select patient.patient_id, model_version, 2 from held join patient on patient.ward = held.target
             where scope = 'ward'
           ) as given order by patient_id, place
         ) as own
         union all
         select null, model_version from model_alias where name = 'wearable' and alias = 'champion'`,
      );
      const patients = new Map<PatientId, ModelVersion>();
      let everybody: ModelVersion | undefined;
      for (const { patient_id: id, model_version: version } of rows) {
        if (id === null) everybody = version;
        else patients.set(id, version);
      }
      return { patients, ...(everybody !== undefined && { everybody }) } satisfies AssignedModels;
    },

    async history(limit) {
      const rows = await query<AssignmentRow>(
        'assignments.history',
        `select ${columns} from model_assignment order by assignment_id desc limit $1`,
        [limit],
      );
      return rows.map(({ scope, target, model_version: version, actor, assigned_us: assignedAtUs }) => ({
        scope,
        target,
        ...(version !== null && { version }),
        actor,
        assignedAtUs,
      }));
    },
  };
}
