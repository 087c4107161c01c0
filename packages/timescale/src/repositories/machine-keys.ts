import type { MachineScope } from '@beatwatch/service-kit';
import { textColumn } from '../columns.ts';
import type { MachineKey, MachineKeyRepository } from '../machine-key-repository.ts';
import type { Query } from '../query.ts';

interface KeyRow {
  key_id: string;
  name: string;
  scopes: MachineScope[];
  wards: string[] | null;
  devices: string[] | null;
  expires_ms: number | null;
}

interface ListedRow extends KeyRow {
  created_ms: number;
  created_by: string;
  last_used_ms: number | null;
  revoked_ms: number | null;
  revoked_by: string | null;
}

const ms = (what: string): string => `extract(epoch from ${what}_at)::float8 * 1000 as ${what}_ms`;
const columns = `key_id, name, scopes, wards, devices, ${ms('expires')}`;

const keyOf = (row: KeyRow) => ({
  id: row.key_id,
  name: row.name,
  scopes: row.scopes,
  ...(row.wards !== null && { wards: row.wards }),
  ...(row.devices !== null && { devices: row.devices }),
  ...(row.expires_ms !== null && { expiresMs: row.expires_ms }),
});

const listed = (row: ListedRow): MachineKey => ({
  ...keyOf(row),
  createdMs: row.created_ms,
  createdBy: row.created_by,
  ...(row.last_used_ms !== null && { lastUsedMs: row.last_used_ms }),
  ...(row.revoked_ms !== null && { revokedMs: row.revoked_ms }),
  ...(row.revoked_by !== null && { revokedBy: row.revoked_by }),
});

export function machineKeyRepository(query: Query): MachineKeyRepository {
  return {
    async add({ id, name, scopes, sha256, wards, devices, createdBy, expiresMs }) {
      await query(
        'machineKeys.add',
        `insert into machine_key (key_id, name, scopes, sha256, wards, devices, created_by, expires_at)
         values ($1, $2, $3::text[], $4, $5::text[], $6::text[], $7, to_timestamp($8::float8 / 1000))`,
        [
          id,
          name,
          textColumn(scopes),
          sha256,
          wards && textColumn(wards),
          devices && textColumn(devices),
          createdBy,
          expiresMs,
        ],
      );
    },

    async list() {
      const rows = await query<ListedRow>(
        'machineKeys.list',
        `select ${columns}, created_by, revoked_by, ${ms('created')}, ${ms('last_used')}, ${ms('revoked')}
         from machine_key order by created_at desc, key_id`,
      );
      return rows.map(listed);
    },

    async valid() {
      const rows = await query<KeyRow & { sha256: string }>(
        'machineKeys.valid',
        `select ${columns}, sha256 from machine_key
         where revoked_at is null and (expires_at is null or expires_at > clock_timestamp())`,
      );
      return rows.map((row) => ({ ...keyOf(row), sha256: row.sha256 }));
    },

    async revoke(id, by) {
      const rows = await query<{ key_id: string }>(
        'machineKeys.revoke',
        `update machine_key set revoked_at = clock_timestamp(), revoked_by = $2
         where key_id = $1 and revoked_at is null returning key_id`,
        [id, by],
      );
      return rows.length > 0;
    },

    async used(id) {
      await query(
        'machineKeys.used',
        `update machine_key set last_used_at = clock_timestamp() where key_id = $1
           and (last_used_at is null or last_used_at < clock_timestamp() - interval '1 minute')`,
        [id],
      );
    },
  };
}
