import type { Command } from 'commander';
import { readConfig } from '../config.ts';
import { examine } from '../doctor/examine.ts';
import type { Finding } from '../doctor/finding.ts';
import { createOutput, table } from '../terminal/output.ts';

const symbols: Readonly<Record<Finding['status'], string>> = { good: 'ok', note: '--', bad: '!!' };

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description(
      'report what is installed, which engine, broker, database and ports would be used, and what is missing',
    )
    .option('--json', 'print the findings as JSON')
    .addHelpText('after', '\nExit code 0: "beatwatch start" can run. 1: something it needs is missing.')
    .action(async (options: { json?: boolean }) => {
      const findings = await examine(readConfig());
      const rows = findings.map(({ status, subject, found }) => [symbols[status], subject, found]);
      const remedies = findings.flatMap(({ subject, remedy }) =>
        remedy === undefined ? [] : `${subject}: ${remedy}`,
      );
      const ready = findings.every(({ status }) => status !== 'bad');
      const advice = remedies.length === 0 ? [] : ['', 'What to do:', ...remedies.map((line) => `  ${line}`)];
      const verdict = ready ? 'Ready: "npm start" runs everything.' : 'Not ready: see the lines marked !!.';
      createOutput(options.json ?? false).result(
        { ready, findings },
        [table(rows), ...advice, '', verdict].join('\n'),
      );
      process.exitCode = ready ? 0 : 1;
    });
}
