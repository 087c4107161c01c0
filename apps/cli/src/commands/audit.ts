import { once } from 'node:events';
import process from 'node:process';
import type { AuditEntry } from '@beatwatch/timescale';
import type { Command } from 'commander';
import { auditEventOf } from '../audit/audit-event.ts';
import { withDatabase } from '../stack/with-database.ts';
import { timeArgument } from '../terminal/arguments.ts';

interface AuditFlags {
  /** Epoch milliseconds. */
  readonly since: number;
  readonly json?: boolean;
  readonly fhir?: boolean;
}

const pageSize = 1000;

/** `beatwatch audit`. */
export function addAudit(program: Command): void {
  program
    .command('audit')
    .description('who signed in, opened which patient, and did what')
    .option('--since <time>', 'a date and time, such as 2026-11-28 or 2026-11-28T07:00Z', timeArgument, 0)
    .option('--json', 'a line of JSON for each entry')
    .option('--fhir', 'a line with an AuditEvent of FHIR R4 for each entry')
    .action(async ({ since, json = false, fhir = false }: AuditFlags) => {
      await withDatabase(async ({ repositories }) => {
        let afterId = 0;
        for (;;) {
          const page = await repositories.audit.read({ sinceMs: since, afterId, limit: pageSize });
          const lines = page.map((entry) =>
            fhir ? JSON.stringify(auditEventOf(entry)) : json ? JSON.stringify(entry) : lineOf(entry),
          );
          if (lines.length > 0 && !process.stdout.write(`${lines.join('\n')}\n`))
            await once(process.stdout, 'drain');
          const last = page.at(-1);
          if (last === undefined || page.length < pageSize) return;
          afterId = last.id;
        }
      });
    });
}

function lineOf({ atMs, action, outcome, userName, role, patientId, subject, address }: AuditEntry): string {
  const who = role === undefined ? 'nobody' : `${userName ?? 'staff'} (${role})`;
  const what = [patientId, subject].filter((part) => part !== undefined).join(' ');
  const refused = outcome === 'refused' ? ' refused' : '';
  return `${new Date(atMs).toISOString()}  ${action}${refused}  ${who}  ${what}  ${address ?? ''}`.trimEnd();
}
