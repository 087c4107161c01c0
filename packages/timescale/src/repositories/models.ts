import type { ModelVersion } from '@beatwatch/contracts';
import type { Query } from '../query.ts';
import type { ModelRepository } from '../model-repository.ts';

interface RegisteredRow {
  manifest: unknown;
  fingerprint: string;
  folder: string;
  base_version: ModelVersion;
  job_id: string;
}

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
        `select manifest, fingerprint, folder, base_version, job_id::text from model
         where model_version = $1 and folder is not null`,
        [version],
      );
      if (row === undefined) return undefined;
      const { manifest, fingerprint, folder, base_version: baseVersion, job_id: jobId } = row;
      return { version, manifest, fingerprint, folder, baseVersion, jobId };
    },

    async list(limit) {
      const rows = await query<RegisteredRow & { model_version: ModelVersion; registered_at_us: number }>(
        'models.list',
        `select model_version, manifest, fingerprint, folder, base_version, job_id::text,
           epoch_us(registered_at) as registered_at_us
         from model where folder is not null order by registered_at desc, model_version limit $1`,
        [limit],
      );
      return rows.map((row) => ({
        version: row.model_version,
        manifest: row.manifest,
        fingerprint: row.fingerprint,
        folder: row.folder,
        baseVersion: row.base_version,
        jobId: row.job_id,
        registeredAtUs: row.registered_at_us,
      }));
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
