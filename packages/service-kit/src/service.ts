import { BeatwatchError } from '@beatwatch/contracts';
import type { Logger } from './logger.ts';

/** Something that runs until it is told to stop. */
export interface Service {
  start(): Promise<void>;
  /** Finishes what is in hand; safe to call twice. */
  stop(): Promise<void>;
  /** Resolves with the reason if the service can no longer do its work and has to be started afresh. */
  readonly failed?: Promise<unknown>;
}

/** What went wrong, in one line, with the cause. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = error instanceof BeatwatchError ? ` (${error.code})` : '';
  const cause = error.cause === undefined ? '' : `: ${describeError(error.cause)}`;
  return `${error.message}${code}${cause}`;
}

/**
 * Starts the service and resolves once it has stopped: on SIGINT, on SIGTERM, or when the process
 * that spawned this one over an IPC channel is gone, even by kill -9.
 * @throws what the service failed with, once it has stopped
 */
export async function runUntilSignal(service: Service, logger: Logger): Promise<void> {
  const asked = new Promise<string>((resolve, reject) => {
    service.failed?.then(reject, reject);
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
    if (process.channel)
      process.once('disconnect', () => {
        resolve('parent gone');
      });
  });
  await service.start();
  process.send?.('ready');
  logger.info('started');
  try {
    logger.info({ reason: await asked }, 'stopping');
  } finally {
    await service.stop();
    logger.info('stopped');
    if (process.channel) process.disconnect();
  }
}

/** Runs an app's `main`: an error that reaches the top is said in one line and ends the process with 1. */
export function runMain(logger: Logger, main: () => Promise<void>): void {
  main().then(
    () => process.exit(0),
    (error: unknown) => {
      logger.error({ error: describeError(error) }, 'failed');
      process.exit(1);
    },
  );
}
