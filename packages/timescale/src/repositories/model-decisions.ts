import type { ModelVersion } from '@beatwatch/contracts';
import type { ModelDecision, ModelDecisions } from '../model-decisions.ts';
import type { Query } from '../query.ts';

interface DecisionRow {
  name: string;
  action: ModelDecision['action'];
  model_version: ModelVersion | null;
  previous_version: ModelVersion | null;
  target: string | null;
  actor: string;
  reason: string;
  decided_at_us: number;
}

export function modelDecisionRepository(query: Query): ModelDecisions {
  return {
    async changeChampion({ name, action, version, previous, actor, reason }) {
      const rows = await query<{ decision_id: number }>(
        'decisions.changeChampion',
        `with current as (
           select (select model_version from model_alias where name = $1 and alias = 'champion' for update) as version
         ), removed as (
           delete from model_alias using current
           where name = $1 and alias = 'champion' and $3::text is null and current.version is not distinct from $4
         ), changed as (
           insert into model_alias (name, alias, model_version, actor)
           select $1, 'champion', $3, $5 from current
           where $3::text is not null and current.version is not distinct from $4
           on conflict (name, alias) do update set
             model_version = excluded.model_version, actor = excluded.actor, since = clock_timestamp()
         )
         insert into model_decision (name, action, model_version, previous_version, actor, reason)
         select $1, $2, $3, $4, $5, $6 from current where current.version is not distinct from $4
         returning decision_id`,
        [name, action, version, previous, actor, reason],
      );
      return rows.length === 1;
    },

    async list(name) {
      const rows = await query<DecisionRow>(
        'decisions.list',
        `select name, action, model_version, previous_version, target, actor, reason,
           epoch_us(decided_at) as decided_at_us
         from model_decision where name = $1 order by decision_id`,
        [name],
      );
      return rows.map((row) => ({
        name: row.name,
        action: row.action,
        ...(row.model_version !== null && { version: row.model_version }),
        ...(row.previous_version !== null && { previous: row.previous_version }),
        ...(row.target !== null && { target: row.target }),
        actor: row.actor,
        reason: row.reason,
        decidedAtUs: row.decided_at_us,
      }));
    },
  };
}
