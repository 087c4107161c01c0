import { BeatwatchError } from '@beatwatch/contracts';
import { maxMessageBytes } from './limits.ts';

export type StreamErrorCode =
  /** The broker does not answer, or did not acknowledge in time; the same call may succeed later. */
  | 'unavailable'
  /** A topic that nobody has created: call `ensureTopics` first. */
  | 'unknown-topic'
  /** One message is larger than a broker takes. */
  | 'message-too-large'
  /** The producer, consumer or stream was stopped before. */
  | 'stopped'
  /** Java or Maven is missing, or the broker's files could not be had. */
  | 'local-broker-unsupported'
  /** The local broker was started and did not come up. */
  | 'local-broker-failed';

/** What can go wrong in the message port and its adapters. */
export class StreamError extends BeatwatchError<StreamErrorCode> {}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A change of state worth a line in the log; never message contents. */
export type OnWarning = (
  message: string,
  context: Readonly<Record<string, string | number | boolean | undefined>>,
) => void;

export function unknownTopic(topic: string): StreamError {
  return new StreamError(
    `topic: found ${JSON.stringify(topic)}, expected one that ensureTopics has created`,
    {
      code: 'unknown-topic',
      context: { topic },
    },
  );
}

export function messageTooLarge(topic: string, bytes: number): StreamError {
  return new StreamError(
    `message for ${topic}: found ${bytes} bytes, expected at most ${maxMessageBytes} with its key`,
    { code: 'message-too-large', context: { topic, bytes } },
  );
}

export function assertNotStopped(stopped: boolean, what: string): void {
  if (stopped) throw new StreamError(`${what} was stopped`, { code: 'stopped' });
}
