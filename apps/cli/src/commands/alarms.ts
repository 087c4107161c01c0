import { renderReport } from '@beatwatch/report';
import { isTimeZone } from '@beatwatch/service-kit';
import type { Command } from 'commander';
import { auditSection } from '../audit/audit-section.ts';
import { formatAudit } from '../audit/format-audit.ts';
import { CliError } from '../errors.ts';
import { withDatabase } from '../stack/with-database.ts';
import { durationArgument } from '../terminal/arguments.ts';
import { createOutput } from '../terminal/output.ts';
import { writeResultFile } from '../terminal/result-file.ts';

interface AuditFlags {
  readonly since?: number;
  readonly ward?: string;
  readonly timeZone: string;
  readonly report?: string;
  readonly json?: boolean;
}

const defaultSince = '7d';

/** `beatwatch alarms`. */
export function addAlarms(program: Command): void {
  program
    .command('alarms')
    .description('figures about alarms')
    .command('audit')
    .description(
      'how many alarms by kind, bed and hour, how long until somebody took them, how many were false',
    )
    .option(
      '--since <duration>',
      `raised since then, such as 24h (default: ${defaultSince})`,
      durationArgument,
    )
    .option('--ward <name>', 'of patients who were in this ward')
    .option(
      '--time-zone <name>',
      'for the hours of the day',
      Intl.DateTimeFormat().resolvedOptions().timeZone,
    )
    .option('--report <file>', 'write an HTML report with pictures')
    .option('--json', 'print every figure as JSON')
    .addHelpText(
      'after',
      '\nAn alarm is one from its first raising until it is resolved. Times are those of the database.\nTaken: a person acknowledged it, or resolved it after its condition was over.',
    )
    .action(async ({ since = durationArgument(defaultSince), ward, timeZone, report, json }: AuditFlags) => {
      if (!isTimeZone(timeZone)) {
        throw new CliError(
          `--time-zone: found "${timeZone}", expected a time zone of IANA such as Europe/Vienna`,
          { code: 'usage' },
        );
      }
      const toUs = Date.now() * 1000;
      const fromUs = toUs - since * 1000;
      const audit = await withDatabase(({ repositories }) =>
        repositories.alarms.audit({ fromUs, toUs, timeZone, ...(ward !== undefined && { wards: [ward] }) }),
      );
      const from = new Date(fromUs / 1000).toISOString();
      const to = new Date(toUs / 1000).toISOString();
      if (report !== undefined) {
        const section = auditSection(audit);
        await writeResultFile(
          report,
          renderReport({
            title: 'Alarms',
            lead: section.text ?? [],
            facts: [
              { name: 'From', value: from },
              { name: 'To', value: to },
              { name: 'Ward', value: ward ?? 'all' },
              { name: 'Hours of the day in', value: timeZone },
            ],
            sections: [section],
            data: { audit },
          }),
        );
      }
      createOutput(json ?? false).result({ from, to, ward, timeZone, ...audit }, formatAudit(audit));
    });
}
