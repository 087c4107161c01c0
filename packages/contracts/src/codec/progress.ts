import { create, toBinary } from '@bufbuild/protobuf';
import { epochUs, inRange, oneOf, shortText } from '../fields.ts';
import { ProgressSchema } from '../generated/beatwatch/v1/stream_pb.ts';
import { hindrances, judgingParts, type Progress } from '../progress.ts';
import { read } from './read.ts';

export function encodeProgress({ timeUs, positions, hindrance, ...rest }: Progress): Uint8Array {
  return toBinary(
    ProgressSchema,
    create(ProgressSchema, {
      ...rest,
      timeUs: BigInt(timeUs),
      hindrance: hindrance ?? '',
      positions: positions.map(({ nextOffset, ...partition }) => ({
        ...partition,
        nextOffset: BigInt(nextOffset),
      })),
    }),
  );
}

/** @throws ContractError naming the field, what was found and what was expected. */
export function decodeProgress(bytes: Uint8Array): Progress {
  const { part, timeUs, positions, waitingMs, hindrance } = read(ProgressSchema, bytes);
  return {
    part: oneOf('part', part, judgingParts),
    timeUs: epochUs('timeUs', timeUs),
    positions: positions.map(({ topic, partition, nextOffset }) => ({
      topic: shortText('positions.topic', topic, 249),
      partition: inRange('positions.partition', partition, 0, 0x7fff_ffff),
      nextOffset: inRange('positions.nextOffset', Number(nextOffset), 0, Number.MAX_SAFE_INTEGER),
    })),
    waitingMs: inRange('waitingMs', waitingMs, 0, Number.MAX_VALUE),
    ...(hindrance === '' ? {} : { hindrance: oneOf('hindrance', hindrance, hindrances) }),
  };
}
