import process from 'node:process';
import { describeError, parseConfig } from '@beatwatch/service-kit';
import {
  createMlflowClient,
  mlflowSettingsOf,
  mlflowVariables,
  publish,
  readSources,
  type Published,
} from '@beatwatch/trainer/mlflow';
import { z } from 'zod';
import { readConfig } from '../config.ts';
import { withJobQueue } from '../jobs/open-queue.ts';
import type { Output } from '../terminal/output.ts';

const variablesSchema = z.object(mlflowVariables);

/**
 * Sends what the MLflow server of MLFLOW_TRACKING_URI lacks of the jobs and models of DATABASE_URL, else of the running stack.
 * @param limitMs after which it ends
 * @returns undefined where no server is named
 * @throws ConfigError, MlflowError, CliError (`no-stack`), JobQueueError
 */
export async function publishNow(limitMs: number): Promise<Published | undefined> {
  const { dataDir } = readConfig();
  const settings = mlflowSettingsOf(parseConfig(variablesSchema, process.env));
  if (settings === undefined) return undefined;
  const client = createMlflowClient(settings, AbortSignal.timeout(limitMs));
  return withJobQueue(async (queue, { repositories }) =>
    publish(client, await readSources({ queue, repositories, dataDir }), Date.now()),
  );
}

const afterwardsLimitMs = 20_000;

/** Sends a change of the champion on. It stands whatever comes of that: what went wrong is said, on stderr. */
export async function publishAfterwards(output: Output): Promise<void> {
  const warn = (why: string): void => {
    output.step(
      `not all could be sent to MLflow: ${why}; "beatwatch models publish" tries again, and so does the trainer`,
    );
  };
  try {
    const published = await publishNow(afterwardsLimitMs);
    if (published !== undefined && published.problems.length > 0) warn(published.problems.join('; '));
  } catch (error) {
    warn(describeError(error));
  }
}
