import { create, toBinary } from '@bufbuild/protobuf';
import { epochUs, inRange } from '../fields.ts';
import { ScoreSchema } from '../generated/beatwatch/v1/stream_pb.ts';
import { modelVersion, patientId } from '../ids.ts';
import type { Score } from '../messages.ts';
import { read } from './read.ts';

export function encodeScore(score: Score): Uint8Array {
  const { beatTimeUs, scoredAtUs, late = false, ...rest } = score;
  return toBinary(
    ScoreSchema,
    create(ScoreSchema, { ...rest, beatTimeUs: BigInt(beatTimeUs), scoredAtUs: BigInt(scoredAtUs), late }),
  );
}

/** @throws ContractError naming the field, what was found and what was expected. */
export function decodeScore(bytes: Uint8Array): Score {
  const message = read(ScoreSchema, bytes);
  return {
    patientId: patientId(message.patientId),
    beatTimeUs: epochUs('beatTimeUs', message.beatTimeUs),
    modelVersion: modelVersion(message.modelVersion),
    anomalyScore: inRange('anomalyScore', message.anomalyScore, 0, Number.MAX_VALUE),
    ...(message.threshold === undefined
      ? {}
      : { threshold: inRange('threshold', message.threshold, 0, Number.MAX_VALUE) }),
    anomalous: message.anomalous,
    ventricular: message.ventricular,
    rrIntervalMs: inRange('rrIntervalMs', message.rrIntervalMs, 100, 10_000),
    scoredAtUs: epochUs('scoredAtUs', message.scoredAtUs),
    ...(message.late && { late: true }),
  };
}
