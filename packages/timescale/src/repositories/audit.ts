import type { AuditEntry, AuditRepository } from '../audit-repository.ts';
import type { Query } from '../query.ts';

interface AuditRow {
  id: number;
  at_ms: number;
  action: string;
  outcome: AuditEntry['outcome'];
  user_id: string | null;
  user_name: string | null;
  role: string | null;
  address: string | null;
  patient_id: string | null;
  subject: string | null;
}

function entryOf(row: AuditRow): AuditEntry {
  const { id, at_ms: atMs, action, outcome, role, address, subject } = row;
  return {
    id,
    atMs,
    action,
    outcome,
    ...(row.user_id !== null && { userId: row.user_id }),
    ...(row.user_name !== null && { userName: row.user_name }),
    ...(role !== null && { role }),
    ...(address !== null && { address }),
    ...(row.patient_id !== null && { patientId: row.patient_id }),
    ...(subject !== null && { subject }),
  };
}

const columns = `audit_entry_id as id, extract(epoch from at)::float8 * 1000 as at_ms, action, outcome, user_id, user_name, role,
  address, patient_id, subject`;

export function auditRepository(query: Query): AuditRepository {
  return {
    async write({ action, outcome = 'done', session, patientId, subject, address }) {
      await query(
        'audit.write',
        `insert into audit_entry (action, outcome, user_id, user_name, role, patient_id, subject, address)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [action, outcome, session?.userId, session?.userName, session?.role, patientId, subject, address],
      );
    },

    async read({ sinceMs, afterId = 0, limit }) {
      const rows = await query<AuditRow>(
        'audit.read',
        `select ${columns} from audit_entry where at >= to_timestamp($1::float8 / 1000) and audit_entry_id > $2::bigint
         order by audit_entry_id limit $3::int`,
        [sinceMs, afterId, limit],
      );
      return rows.map(entryOf);
    },

    async latest({ beforeId, patientId, who, limit }) {
      const rows = await query<AuditRow>(
        'audit.latest',
        `select ${columns} from audit_entry
         where ($1::bigint is null or audit_entry_id < $1::bigint)
           and ($2::text is null or patient_id = $2)
           and ($3::text is null or strpos(lower(coalesce(user_name, '')), lower($3)) > 0)
         order by audit_entry_id desc limit $4::int`,
        [beforeId, patientId, who, limit],
      );
      return rows.map(entryOf);
    },

    async refusals({ action, subject, sinceMs }) {
      const [row] = await query<{ count: number }>(
        'audit.refusals',
        `select count(*)::int4 as count from audit_entry where action = $1 and subject = $2
           and outcome = 'refused' and at > to_timestamp($3::float8 / 1000)`,
        [action, subject, sinceMs],
      );
      return row?.count ?? 0;
    },

    async dropBefore(timeMs) {
      const rows = await query<{ id: number }>(
        'audit.dropBefore',
        'delete from audit_entry where at < to_timestamp($1::float8 / 1000) returning audit_entry_id as id',
        [timeMs],
      );
      return rows.length;
    },
  };
}
