import { createHash } from 'node:crypto';
import { BeatwatchError, ContractError, encodeDeadLetter, type DeadLetter } from '@beatwatch/contracts';
import type { Batch, OutgoingMessage, ReceivedMessage } from '@beatwatch/stream';

interface ReadMessage<Value> {
  readonly message: ReceivedMessage;
  readonly value: Value;
}

export interface ReadBatch<Value> {
  readonly good: readonly ReadMessage<Value>[];
  readonly bad: readonly DeadLetter[];
}

/** What a dead letter keeps of its message, so that every broker takes it; place and hash find the whole one. */
const kept = { keyBytes: 256, payloadBytes: 65_536, textCharacters: 500 } as const;

/** The dead letter of a message that cannot be used; code `unexpected` where the fault is ours. */
export function deadLetter(
  batch: Batch,
  message: ReceivedMessage,
  error: unknown,
  nowUs: number,
): DeadLetter {
  const known: BeatwatchError | undefined = error instanceof BeatwatchError ? error : undefined;
  const { field, found, expected } = known?.refusal ?? {};
  const { key, value } = message;
  return {
    topic: batch.topic,
    partition: batch.partition,
    offset: String(message.offset),
    code: known?.code ?? 'unexpected',
    reason: shortened(known?.message ?? String(error)),
    ...(field !== undefined && { field: shortened(field) }),
    ...(found !== undefined && { found: shortened(String(found)) }),
    ...(expected !== undefined && { expected: shortened(expected) }),
    timeUs: nowUs,
    key: key.subarray(0, kept.keyBytes),
    payload: value.subarray(0, kept.payloadBytes),
    original: {
      keyBytes: key.byteLength,
      payloadBytes: value.byteLength,
      payloadSha256: createHash('sha256').update(value).digest(),
    },
  };
}

const shortened = (text: string): string =>
  text.length > kept.textCharacters ? `${text.slice(0, kept.textCharacters)}…` : text;

/** Decodes each message of a batch; one that cannot be read becomes a dead letter and holds up no other. */
export function readBatch<Value>(
  batch: Batch,
  decode: (bytes: Uint8Array, key: Uint8Array) => Value,
  nowUs: number,
): ReadBatch<Value> {
  const good: ReadMessage<Value>[] = [];
  const bad: DeadLetter[] = [];
  for (const message of batch.messages) {
    try {
      requireWhole(message);
      good.push({ message, value: decode(message.value, message.key) });
    } catch (error) {
      bad.push(deadLetter(batch, message, error, nowUs));
    }
  }
  return { good, bad };
}

function requireWhole({ damaged }: ReceivedMessage): void {
  if (damaged === undefined) return;
  throw new ContractError(
    { field: 'batch', found: damaged, expected: 'messages that can be decompressed and read' },
    { code: 'undecodable' },
  );
}

export function deadLetterMessages(letters: readonly DeadLetter[]): OutgoingMessage[] {
  return letters.map((letter) => ({
    key: `${letter.topic}/${letter.partition}/${letter.offset}`,
    value: encodeDeadLetter(letter),
  }));
}
