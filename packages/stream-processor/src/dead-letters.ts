import { BeatwatchError, encodeDeadLetter, type DeadLetter } from '@beatwatch/contracts';
import type { Batch, OutgoingMessage, ReceivedMessage } from '@beatwatch/stream';

interface ReadMessage<Value> {
  readonly message: ReceivedMessage;
  readonly value: Value;
}

export interface ReadBatch<Value> {
  readonly good: readonly ReadMessage<Value>[];
  readonly bad: readonly DeadLetter[];
}

/**
 * The dead letter of a message that cannot be used.
 * @throws the error itself where it is no BeatwatchError: then the fault is ours, not the message's
 */
export function deadLetter(
  batch: Batch,
  message: ReceivedMessage,
  error: unknown,
  nowUs: number,
): DeadLetter {
  if (!(error instanceof BeatwatchError)) throw error;
  const { field, found, expected } = error.refusal ?? {};
  return {
    topic: batch.topic,
    partition: batch.partition,
    offset: String(message.offset),
    code: String(error.code),
    reason: error.message,
    ...(field !== undefined && { field }),
    ...(found !== undefined && { found: String(found) }),
    ...(expected !== undefined && { expected }),
    timeUs: nowUs,
    key: message.key,
    payload: message.value,
  };
}

/** Decodes each message of a batch; one that breaks the contract becomes a dead letter and holds up no other. */
export function readBatch<Value>(
  batch: Batch,
  decode: (bytes: Uint8Array, key: Uint8Array) => Value,
  nowUs: number,
): ReadBatch<Value> {
  const good: ReadMessage<Value>[] = [];
  const bad: DeadLetter[] = [];
  for (const message of batch.messages) {
    try {
      good.push({ message, value: decode(message.value, message.key) });
    } catch (error) {
      bad.push(deadLetter(batch, message, error, nowUs));
    }
  }
  return { good, bad };
}

export function deadLetterMessages(letters: readonly DeadLetter[]): OutgoingMessage[] {
  return letters.map((letter) => ({
    key: `${letter.topic}/${letter.partition}/${letter.offset}`,
    value: encodeDeadLetter(letter),
  }));
}
