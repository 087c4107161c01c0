import { create, toBinary } from '@bufbuild/protobuf';
import { epochUs } from '../fields.ts';
import { DeadLetterSchema } from '../generated/beatwatch/v1/stream_pb.ts';
import type { DeadLetter } from '../messages.ts';
import { read } from './read.ts';

export function encodeDeadLetter(letter: DeadLetter): Uint8Array {
  const { timeUs, original, ...rest } = letter;
  return toBinary(
    DeadLetterSchema,
    create(DeadLetterSchema, { ...rest, ...original, timeUs: BigInt(timeUs) }),
  );
}

/** @throws ContractError where the bytes are no dead letter. */
export function decodeDeadLetter(bytes: Uint8Array): DeadLetter {
  const message = read(DeadLetterSchema, bytes);
  const { topic, partition, offset, code, reason, timeUs, key, payload, field, found, expected } = message;
  const { keyBytes, payloadBytes, payloadSha256 } = message;
  return {
    topic,
    partition,
    offset,
    code,
    reason,
    timeUs: epochUs('timeUs', timeUs),
    key,
    payload,
    ...(field !== undefined && { field }),
    ...(found !== undefined && { found }),
    ...(expected !== undefined && { expected }),
    ...(keyBytes !== undefined &&
      payloadBytes !== undefined &&
      payloadSha256 !== undefined && { original: { keyBytes, payloadBytes, payloadSha256 } }),
  };
}
