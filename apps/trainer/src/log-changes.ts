import { describeError, type Logger } from '@beatwatch/service-kit';

/** The same line again is worth one after this time. */
const repeatMs = 60_000;

/** Logs an error that comes with every poll once, and then once a minute: while the database is away, say. */
export function logChanges(
  logger: Logger,
  message: string,
  nowMs: () => number = () => performance.now(),
): (error: unknown) => void {
  let last = '';
  let loggedMs = Number.NEGATIVE_INFINITY;
  return (error) => {
    const description = describeError(error);
    if (description === last && nowMs() - loggedMs < repeatMs) return;
    last = description;
    loggedMs = nowMs();
    logger.warn({ error: description }, message);
  };
}
