import type { ModelVersion } from '@beatwatch/contracts';
import type { Query } from '../query.ts';
import type { ModelRepository, RegisteredModel } from '../model-repository.ts';

interface RegisteredRow {
  model_version: ModelVersion;
  manifest: unknown;
  fingerprint: string;
  folder: string;
  base_version: ModelVersion;
  job_id: string;
}

const registeredColumns = 'model_version, manifest, fingerprint, folder, base_version, job_id::text';

const registeredOf = (row: RegisteredRow): RegisteredModel => ({
  version: row.model_version,
  manifest: row.manifest,
  fingerprint: row.fingerprint,
  folder: row.folder,
  baseVersion: row.base_version,
  jobId: row.job_id,
});

export function modelRepository(query: Query): ModelRepository {
  return {
    async ensure({ version, manifest }) {
      await query(
        'models.ensure',
        `insert into model (model_version, manifest, first_used_at) values ($1, $2::jsonb, clock_timestamp())
         on conflict (model_version) do update set first_used_at = excluded.first_used_at
         where model.first_used_at is null`,
        [version, JSON.stringify(manifest)],
      );
    },

    async find(version) {
      const [row] = await query<{ manifest: unknown }>(
        'models.find',
        'select manifest from model where model_version = $1',
        [version],
      );
      return row?.manifest;
    },

    async register({ version, manifest, fingerprint, folder, baseVersion, jobId }) {
      await query(
        'models.register',
        `insert into model (model_version, manifest, fingerprint, folder, base_version, job_id)
         values ($1, $2::jsonb, $3, $4, $5, $6::uuid)
         on conflict do nothing`,
        [version, JSON.stringify(manifest), fingerprint, folder, baseVersion, jobId],
      );
    },

    async registered(version) {
      const [row] = await query<RegisteredRow>(
        'models.registered',
        `select ${registeredColumns} from model where model_version = $1 and folder is not null`,
        [version],
      );
      return row && registeredOf(row);
    },

    async list(limit) {
      const rows = await query<RegisteredRow & { registered_at_us: number }>(
        'models.list',
        `select ${registeredColumns}, epoch_us(registered_at) as registered_at_us
         from model where folder is not null order by registered_at desc, model_version limit $1`,
        [limit],
      );
      return rows.map((row) => ({ ...registeredOf(row), registeredAtUs: row.registered_at_us }));
    },

    async setAlias({ name, alias, version, actor }) {
      await query(
        'models.setAlias',
        `insert into model_alias (name, alias, model_version, actor) values ($1, $2, $3, $4)
         on conflict (name, alias) do update set
           model_version = excluded.model_version, actor = excluded.actor, since = clock_timestamp()`,
        [name, alias, version, actor],
      );
    },

    async aliased(name, alias) {
      const [row] = await query<{ model_version: ModelVersion }>(
        'models.aliased',
        'select model_version from model_alias where name = $1 and alias = $2',
        [name, alias],
      );
      return row?.model_version;
    },
  };
}
