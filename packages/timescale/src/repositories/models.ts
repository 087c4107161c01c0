import type { Query } from '../query.ts';
import type { Repositories } from '../repositories.ts';

export function modelRepository(query: Query): Repositories['models'] {
  return {
    async ensure({ version, manifest }) {
      await query(
        'models.ensure',
        `insert into model (model_version, manifest) values ($1, $2::jsonb) on conflict do nothing`,
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
  };
}
