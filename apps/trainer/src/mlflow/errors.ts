import { BeatwatchError } from '@beatwatch/contracts';

/**
 * - `mlflow-unreachable`: the server could not be reached, took too long, or failed; retryable.
 * - `mlflow-unauthorized`: it wants other credentials.
 * - `mlflow-refused`: it refused a request, by its message.
 * - `mlflow-unexpected`: what came back is not MLflow's.
 * - `no-artifact-proxy`: it passes no files on to where it keeps them.
 */
export type MlflowErrorCode =
  'mlflow-unreachable' | 'mlflow-unauthorized' | 'mlflow-refused' | 'mlflow-unexpected' | 'no-artifact-proxy';

export class MlflowError extends BeatwatchError<MlflowErrorCode> {}

/** Whether the same would happen to whatever is sent next. */
export const concernsServer = (error: unknown): boolean =>
  error instanceof MlflowError && error.code !== 'mlflow-refused';
