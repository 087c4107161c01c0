import { retrainDataOf, retrainKind } from '@beatwatch/trainer';
import type { Command } from 'commander';
import { CliError } from '../errors.ts';
import { asUsage } from '../jobs/as-usage.ts';
import { enqueueForEachPatient, waitForBatch } from '../jobs/fine-tune-batch.ts';
import { batchRows } from '../jobs/format-batch.ts';
import { resultRows } from '../jobs/format-job.ts';
import { withJobQueue } from '../jobs/open-queue.ts';
import { addRetrainOptions, requestOf, type RetrainFlags } from '../jobs/retrain-options.ts';
import { waitForJob } from '../jobs/wait-for-job.ts';
import { createOutput, table, type Output } from '../terminal/output.ts';

interface Flags extends RetrainFlags {
  readonly eachPatient?: boolean;
  readonly assign?: boolean;
  readonly wait?: boolean;
  readonly json?: boolean;
}

/** `beatwatch retrain`. */
export function addRetrain(program: Command): void {
  const command = program
    .command('retrain')
    .description(
      'train the wearable model further on the beats that are stored and on labels of alarms, as a job of the running stack',
    );
  addRetrainOptions(command)
    .option('--each-patient', 'a model for each patient by a small job each, from what is normal for them')
    .option('--assign', 'with --each-patient: give each patient their model where it is better by the rule')
    .option('--wait', 'show the progress until it has ended, then the comparison with the champion')
    .option('--json', 'print the job as JSON')
    .addHelpText(
      'after',
      '\nOf DATABASE_URL, else of the running stack. The trained model becomes the challenger; nothing is put into service.\nExit code 1: the job failed, was cancelled, or nothing may be learned from. Ctrl-C ends the wait, not the job ("beatwatch jobs cancel").',
    )
    .action(async ({ wait = false, json = false, eachPatient = false, assign, ...flags }: Flags) => {
      const output = createOutput(json);
      if (eachPatient) {
        await retrainEachPatient({ ...flags, assign: assign ?? false }, { output, wait });
        return;
      }
      if (assign !== undefined)
        throw new CliError(
          { field: '--assign', found: 'it alone', expected: '--each-patient beside it' },
          { code: 'usage' },
        );
      const data = await asUsage(['invalid-job'], () => retrainDataOf(requestOf(flags)));
      await withJobQueue(async (queue) => {
        const id = await queue.enqueue(retrainKind, data);
        output.step(`job ${id}`);
        if (!wait) {
          output.result({ id }, `Follow it: npx beatwatch jobs show ${id}`);
          return;
        }
        const job = await waitForJob(queue, id, output);
        output.result(job, table(resultRows(job)));
      });
    });
}

async function retrainEachPatient(
  flags: RetrainFlags & { readonly assign: boolean },
  { output, wait }: { readonly output: Output; readonly wait: boolean },
): Promise<void> {
  await withJobQueue(async (queue, { repositories }) => {
    const batch = await enqueueForEachPatient({ queue, repositories }, flags);
    output.step(`batch ${batch.batch}: ${batch.jobs.length} patients`);
    if (!wait) {
      output.result(batch, 'Follow it: npx beatwatch jobs list');
      return;
    }
    const jobs = await waitForBatch(queue, batch, output);
    output.result({ batch: batch.batch, jobs }, table(batchRows(jobs)));
  });
}
