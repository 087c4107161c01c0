import { BeatwatchError, shown } from '@beatwatch/contracts';
import { maxMessageBytes } from './limits.ts';

export type StreamErrorCode =
  /** The broker does not respond, or did not acknowledge in time; the same call may succeed later. */
  | 'unavailable'
  /** A topic that does not exist: call `ensureTopics` first. */
  | 'unknown-topic'
  /** A message is larger than a broker accepts. */
  | 'message-too-large'
  /** A broker refuses a message for another reason; the same message fails again. */
  | 'refused'
  /** The producer, consumer or stream has been stopped. */
  | 'stopped'
  /** Java or Maven is missing, or the broker's files could not be fetched. */
  | 'local-broker-unsupported'
  /** The local broker was started and did not become ready. */
  | 'local-broker-failed';

/** An error of the message port or one of its adapters. */
export class StreamError extends BeatwatchError<StreamErrorCode> {}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Receives changes of state worth a line in the log; never contents of messages. */
export type OnWarning = (
  message: string,
  context: Readonly<Record<string, string | number | boolean | undefined>>,
) => void;

export function unknownTopic(topic: string): StreamError {
  return new StreamError(
    { field: 'topic', found: shown(topic), expected: 'a topic that ensureTopics has created' },
    { code: 'unknown-topic', context: { topic } },
  );
}

export function messageTooLarge(topic: string, bytes: number): StreamError {
  return new StreamError(
    {
      field: `message for ${topic}`,
      found: `${bytes} bytes`,
      expected: `at most ${maxMessageBytes} with its key`,
    },
    { code: 'message-too-large', context: { topic, bytes } },
  );
}

export function assertNotStopped(stopped: boolean, what: string): void {
  if (stopped) throw new StreamError(`${what} was stopped`, { code: 'stopped' });
}
