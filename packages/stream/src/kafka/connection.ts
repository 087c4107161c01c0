import type { Admin, Kafka, LogEntry, RetryOptions } from 'kafkajs';
import { messageOf, StreamError, type OnWarning } from '../errors.ts';
import { kafkajs } from './kafkajs.ts';

export interface ConnectionOptions {
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly onWarning: OnWarning;
}

/** About a second: for callers that retry, or whose user waits. */
const briefRetry = { initialRetryTime: 100, maxRetryTime: 500, retries: 3 };

/** About a minute: for callers that have to outlast a broker's restart. */
export const longRetry = { initialRetryTime: 100, maxRetryTime: 1000, retries: 60 };

/** One kafkajs client. Each consumer needs its own, since a client shares the committed offsets of a group. */
export function kafkaClient(
  { brokers, clientId, onWarning }: ConnectionOptions,
  retry: RetryOptions = briefRetry,
): Kafka {
  return new kafkajs.Kafka({
    brokers: [...brokers],
    clientId,
    connectionTimeout: 3000,
    requestTimeout: 15_000,
    retry,
    logLevel: kafkajs.logLevel.WARN,
    logCreator: () => logTo(onWarning),
  });
}

const repeatAfterMs = 10_000;

// Warnings of kafkajs in normal operation; it offers no codes to tell them by.
const expected = [
  // The broker has just started; kafkajs retries.
  /coordinator is loading/,
  /^The group is rebalancing/,
  // The adapter replaces a producer whose retries ran out, which keeps the guarantee.
  /^Limiting retries for the idempotent producer/,
];

/** Passes kafkajs's log on as warnings, each text once in 10 s, since kafkajs repeats it with every attempt. */
function logTo(onWarning: OnWarning): (entry: LogEntry) => void {
  const lastLogged = new Map<string, number>();
  return ({ namespace, log }) => {
    if (expected.some((pattern) => pattern.test(`${log.message} ${String(log['error'])}`))) return;
    const now = Date.now();
    if (now - (lastLogged.get(log.message) ?? 0) < repeatAfterMs) return;
    if (lastLogged.size > 100) lastLogged.clear();
    lastLogged.set(log.message, now);
    onWarning(`Kafka client: ${log.message}`, {
      part: namespace,
      ...Object.fromEntries(
        ['broker', 'groupId', 'retryCount', 'error'].flatMap((name): [string, string | number][] => {
          const value: unknown = log[name];
          return typeof value === 'string' || typeof value === 'number' ? [[name, value]] : [];
        }),
      ),
    });
  };
}

/** Runs `use` with an administrative connection of its own: such calls are rare, and an idle connection can be stale. */
export async function withAdmin<Result>(
  kafka: Kafka,
  use: (admin: Admin) => Promise<Result>,
): Promise<Result> {
  const admin = kafka.admin();
  try {
    await admin.connect();
    return await use(admin);
  } catch (error) {
    throw asStreamError(error, 'The broker did not respond');
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}

/**
 * Types of a broker's errors that are about the message, not about the broker: the same message fails again.
 * Source: https://kafka.apache.org/protocol#protocol_error_codes
 */
const refusals = ['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE', 'INVALID_RECORD', 'INVALID_TIMESTAMP'];

/** Whether the broker has refused the messages themselves. */
export function isRefused(error: unknown): boolean {
  return refusalOf(error) !== undefined;
}

function refusalOf(error: unknown): string | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('type' in cause && typeof cause.type === 'string' && refusals.includes(cause.type)) return cause.type;
  }
  return undefined;
}

export function asStreamError(error: unknown, what: string): StreamError {
  if (error instanceof StreamError) return error;
  const refusal = refusalOf(error);
  if (refusal !== undefined) {
    const code = refusal.endsWith('TOO_LARGE') ? 'message-too-large' : 'refused';
    return new StreamError(`${what}: ${messageOf(error)}`, { code, cause: error });
  }
  return new StreamError(`${what}: ${messageOf(error)}`, {
    code: 'unavailable',
    retryable: true,
    cause: error,
  });
}
