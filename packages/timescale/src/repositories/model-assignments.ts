import type { ModelVersion, PatientId } from '@beatwatch/contracts';
import type { Query } from '../query.ts';
import type { AssignmentRepository } from '../assignment-repository.ts';
import { wearable } from '../model-repository.ts';

export function assignmentRepository(query: Query): AssignmentRepository {
  return {
    async assign({ scope, target, version, actor, reason }) {
      await query(
        'assignments.assign',
        `with assigned as (
           insert into model_assignment (scope, target, model_version, actor)
           values ($1::text, $2::text, $3::text, $4::text)
         )
         insert into model_decision (name, action, model_version, target, actor, reason)
         values ($6, 'assign', $3::text, $1::text || ' ' || $2::text, $4::text, $5)`,
        [scope, target, version, actor, reason, wearable],
      );
    },

    async inForce() {
      const rows = await query<{ patient_id: PatientId | null; model_version: ModelVersion }>(
        'assignments.inForce',
        `with newest as (
           select distinct on (scope, target) scope, target, model_version from model_assignment
           order by scope, target, assignment_id desc
         ), held as (select * from newest where model_version is not null)
         select patient_id, model_version from (
           select distinct on (patient_id) patient_id, model_version from (
             select target as patient_id, model_version, 1 as place from held where scope = 'patient'
             union all
             select patient.patient_id, model_version, 2 from held join patient on patient.ward = held.target
             where scope = 'ward'
           ) as given order by patient_id, place
         ) as own
         union all
         select null, model_version from model_alias where name = $1 and alias = 'champion'`,
        [wearable],
      );
      const patients = new Map<PatientId, ModelVersion>();
      let everybody: ModelVersion | undefined;
      for (const { patient_id: id, model_version: version } of rows) {
        if (id === null) everybody = version;
        else patients.set(id, version);
      }
      return { patients, ...(everybody !== undefined && { everybody }) };
    },
  };
}
