import { retrainDataOf, retrainKind } from '@beatwatch/trainer';
import type { Command } from 'commander';
import { asUsage } from '../jobs/as-usage.ts';
import { resultRows } from '../jobs/format-job.ts';
import { withJobQueue } from '../jobs/open-queue.ts';
import { addRetrainOptions, requestOf, type RetrainFlags } from '../jobs/retrain-options.ts';
import { waitForJob } from '../jobs/wait-for-job.ts';
import { createOutput, table } from '../terminal/output.ts';

interface Flags extends RetrainFlags {
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
    .option('--wait', 'show the progress until it has ended, then the comparison with the champion')
    .option('--json', 'print the job as JSON')
    .addHelpText(
      'after',
      '\nOf DATABASE_URL, else of the running stack. The trained model becomes the challenger; nothing is put into service.\nExit code 1: the job failed, was cancelled, or nothing may be learned from. Ctrl-C ends the wait, not the job ("beatwatch jobs cancel").',
    )
    .action(async ({ wait = false, json = false, ...flags }: Flags) => {
      const output = createOutput(json);
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
