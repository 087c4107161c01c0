import process from 'node:process';
import type { Command } from 'commander';
import { CliError } from '../../errors.ts';
import { publishNow } from '../../mlflow/publish-now.ts';
import { createOutput } from '../../terminal/output.ts';

const limitMs = 600_000;

export function addPublish(models: Command): void {
  models
    .command('publish')
    .description('send the jobs, models and roles that the MLflow server of MLFLOW_TRACKING_URI lacks')
    .option('--json', 'print what was sent as JSON')
    .addHelpText(
      'after',
      '\nThe trainer does so by itself where the variable is set for it. Exit code 1: not all could be sent.',
    )
    .action(async ({ json }: { readonly json?: boolean }) => {
      const published = await publishNow(limitMs);
      if (published === undefined)
        throw new CliError(
          { field: 'MLFLOW_TRACKING_URI', found: 'nothing', expected: 'the address of an MLflow server' },
          { code: 'usage' },
        );
      const { runs, models: sent, aliases, problems } = published;
      createOutput(json ?? false).result(
        published,
        [
          `sent ${runs.length} runs, ${sent.length} models without a job, aliases: ${aliases.join(', ') || 'as they were'}`,
          ...problems,
        ].join('\n'),
      );
      if (problems.length > 0) process.exitCode = 1;
    });
}
