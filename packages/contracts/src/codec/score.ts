import { create, toBinary } from '@bufbuild/protobuf';
import { beatClasses, type BeatClass, type ClassProbabilities } from '../beat-class.ts';
import { ContractError } from '../errors.ts';
import { epochUs, inRange } from '../fields.ts';
import { ScoreSchema, type Score as ScoreMessage } from '../generated/beatwatch/v1/stream_pb.ts';
import { modelVersion, patientId } from '../ids.ts';
import type { Score } from '../messages.ts';
import { leadName } from '../names.ts';
import type { Refusal } from '../refusal.ts';
import { read } from './read.ts';

export function encodeScore(score: Score): Uint8Array {
  const { beatTimeUs, scoredAtUs, late = false, lead = '', beatClass, classProbabilities, ...rest } = score;
  return toBinary(
    ScoreSchema,
    create(ScoreSchema, {
      ...rest,
      beatTimeUs: BigInt(beatTimeUs),
      scoredAtUs: BigInt(scoredAtUs),
      late,
      lead,
      beatClass: beatClass ?? '',
      classProbabilities: classProbabilities ? beatClasses.map((name) => classProbabilities[name]) : [],
    }),
  );
}

/** @throws ContractError naming the field, what was found and what was expected. */
export function decodeScore(bytes: Uint8Array): Score {
  const message = read(ScoreSchema, bytes);
  return {
    patientId: patientId(message.patientId),
    beatTimeUs: epochUs('beatTimeUs', message.beatTimeUs),
    ...(message.lead !== '' && { lead: leadName(message.lead) }),
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
    ...(message.beatClass !== '' && classOf(message)),
  };
}

const refused = (refusal: Refusal): ContractError => new ContractError(refusal, { code: 'invalid-field' });

type ClassFields = Pick<ScoreMessage, 'beatClass' | 'classProbabilities'>;

function classOf({
  beatClass: name,
  classProbabilities: values,
}: ClassFields): Required<Pick<Score, 'beatClass' | 'classProbabilities'>> {
  const beatClass = beatClasses.find((known) => known === name);
  if (beatClass === undefined) {
    throw refused({ field: 'beatClass', found: name, expected: beatClasses.join(', ') });
  }
  if (values.length !== beatClasses.length) {
    const expected = `${beatClasses.length} probabilities`;
    throw refused({ field: 'classProbabilities', found: `${values.length} values`, expected });
  }
  const probabilities = beatClasses.map((one, index): [BeatClass, number] => [
    one,
    inRange(`classProbabilities[${index}]`, values[index] ?? Number.NaN, 0, 1),
  ]);
  return { beatClass, classProbabilities: Object.fromEntries(probabilities) as ClassProbabilities };
}
