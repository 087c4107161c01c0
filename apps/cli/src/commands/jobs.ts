import type { JobSchedule } from '@beatwatch/job-queue';
import { fineTuneKind, retrainDataOf, retrainKind } from '@beatwatch/trainer';
import type { Command } from 'commander';
import { CliError } from '../errors.ts';
import { asUsage } from '../jobs/as-usage.ts';
import { formatBatches } from '../jobs/format-batch.ts';
import { formatJob, jobRows } from '../jobs/format-job.ts';
import { withJobQueue } from '../jobs/open-queue.ts';
import { requireJob } from '../jobs/require-job.ts';
import { addRetrainOptions, requestOf, type RetrainFlags } from '../jobs/retrain-options.ts';
import { integerArgument } from '../terminal/arguments.ts';
import { createOutput, table } from '../terminal/output.ts';

interface JsonFlag {
  readonly json?: boolean;
}

/** Newest jobs of batches that are counted. */
const mostOfBatches = 5000;

/** `beatwatch jobs`. */
export function addJobs(program: Command): void {
  const jobs = program.command('jobs').description('list, show, cancel and schedule the jobs of the trainer');
  addList(jobs);
  addShow(jobs);
  addCancel(jobs);
  addSchedule(jobs);
}

function addList(jobs: Command): void {
  jobs
    .command('list', { isDefault: true })
    .description('the newest jobs, and the schedule')
    .option('--limit <n>', 'jobs at most', integerArgument(1, 1000), 20)
    .option('--json', 'print them as JSON')
    .action(async ({ limit, json = false }: JsonFlag & { readonly limit: number }) => {
      await withJobQueue(async (queue) => {
        const [listed, schedules] = [await queue.list({ limit }), await queue.schedules()];
        createOutput(json).result(
          { jobs: listed, schedules },
          [
            listed.length === 0 ? 'no jobs' : table(jobRows(listed)),
            ...formatBatches(await queue.list({ kind: fineTuneKind, limit: mostOfBatches })),
            ...schedules.map((one) => `scheduled: ${formatSchedule(one)}`),
          ].join('\n'),
        );
      });
    });
}

function addShow(jobs: Command): void {
  jobs
    .command('show <id>')
    .description('all that is known of a job')
    .option('--json', 'print it as JSON')
    .action(async (id: string, { json = false }: JsonFlag) => {
      await withJobQueue(async (queue) => {
        const job = await requireJob(queue, id);
        createOutput(json).result(job, formatJob(job));
      });
    });
}

function addCancel(jobs: Command): void {
  jobs
    .command('cancel <id>')
    .description('end a job that waits or runs; exit code 1 where it has ended already')
    .option('--json', 'print the job as JSON')
    .action(async (id: string, { json = false }: JsonFlag) => {
      await withJobQueue(async (queue) => {
        const cancelled = await queue.cancel(id);
        const job = await requireJob(queue, id);
        if (!cancelled) throw new CliError(`the job had ended: ${job.state}`, { code: 'job-ended' });
        createOutput(json).result(job, 'cancelled');
      });
    });
}

function addSchedule(jobs: Command): void {
  const command = jobs
    .command('schedule <cron>')
    .description('retrain at these times, such as "30 3 * * 0" (Sundays at 3:30); "off" ends it');
  addRetrainOptions(command)
    .option('--time-zone <name>', 'in which the times are given', localTimeZone())
    .option('--json', 'print the schedule as JSON')
    .addHelpText('after', '\nThere is one schedule: a second one replaces it.')
    .action(
      async (
        cron: string,
        { timeZone, json = false, ...flags }: RetrainFlags & JsonFlag & { readonly timeZone: string },
      ) => {
        const output = createOutput(json);
        await withJobQueue(async (queue) => {
          if (cron === 'off') {
            const removed = await queue.removeSchedule(retrainKind);
            output.result({ removed }, removed ? 'the schedule is gone' : 'there was no schedule');
            return;
          }
          const schedule = await asUsage(['invalid-job', 'invalid-schedule'], async () => {
            const data = retrainDataOf(requestOf(flags));
            const wanted = { kind: retrainKind, cron, timeZone, data };
            await queue.setSchedule(wanted);
            return wanted;
          });
          output.result(schedule, formatSchedule(schedule));
        });
      },
    );
}

const localTimeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

const formatSchedule = ({ kind, cron, timeZone, data }: JobSchedule): string =>
  `${kind} at ${cron} (${timeZone}) with ${JSON.stringify(data)}`;
