import { create, toBinary } from '@bufbuild/protobuf';
import { epochUs, inRange, invalidField, oneOf } from '../fields.ts';
import {
  ObservationSchema,
  type ObservationSource as SourceMessage,
  type SignalSecond as SignalSecondMessage,
} from '../generated/beatwatch/v1/stream_pb.ts';
import { deviceId, patientId } from '../ids.ts';
import { leadName } from '../names.ts';
import { rhythmMeasureNames } from '../rhythm-measures.ts';
import { signalFaults, type Observation, type ObservationSource, type SignalSecond } from '../messages.ts';
import { topics } from '../topics.ts';
import { beatOfMessage, messageOfBeat } from './beat.ts';
import { plainObservationBytes } from './plain-observation.ts';
import { read } from './read.ts';

export const encodeObservation = (observation: Observation): Uint8Array =>
  plainObservationBytes(observation) ?? generalObservationBytes(observation);

/** Encodes any observation. */
export function generalObservationBytes(observation: Observation): Uint8Array {
  const { source } = observation;
  return toBinary(
    ObservationSchema,
    create(ObservationSchema, {
      kind: kindOf(observation),
      ...(source && { source: { ...source, offset: BigInt(source.offset) } }),
    }),
  );
}

function kindOf(observation: Observation) {
  if (observation.kind === 'beat') {
    return { case: 'beat' as const, value: messageOfBeat(observation.beat) };
  }
  const { timeUs, endTimeUs, faults, rhythmMeasures = [], late = false, ...same } = observation.second;
  const { shiftUs = 0, behindLogUs = 0, ...rest } = same;
  const value = {
    ...rest,
    timeUs: BigInt(timeUs),
    endTimeUs: BigInt(endTimeUs),
    faults: [...faults],
    rhythmMeasures: [...rhythmMeasures],
    late,
    shiftUs: BigInt(shiftUs),
    behindLogUs: BigInt(behindLogUs),
  };
  return { case: 'second' as const, value };
}

/** @throws ContractError naming the field, what was found and what was expected. */
export function decodeObservation(bytes: Uint8Array): Observation {
  const { kind, source } = read(ObservationSchema, bytes);
  const from = source && { source: sourceOfMessage(source) };
  switch (kind.case) {
    case 'beat':
      return { kind: 'beat', beat: beatOfMessage(kind.value), ...from };
    case 'second':
      return { kind: 'second', second: secondOfMessage(kind.value), ...from };
    case undefined:
      throw invalidField('kind', undefined, 'a beat or a second of signal');
  }
}

/** What observations are made from: a patient's place in each of them is kept. */
const logs = [topics.packets, topics.segmentedBeats];

function sourceOfMessage({ topic, partition, offset, index }: SourceMessage): ObservationSource {
  const from = Number(offset);
  if (!Number.isSafeInteger(from)) throw invalidField('source.offset', from, 'a whole number below 2^53');
  return { topic: oneOf('source.topic', topic, logs), partition, offset: from, index };
}

function secondOfMessage(message: SignalSecondMessage): SignalSecond {
  const timeUs = epochUs('timeUs', message.timeUs);
  const endTimeUs = epochUs('endTimeUs', message.endTimeUs);
  if (endTimeUs <= timeUs) throw invalidField('endTimeUs', endTimeUs, `a time after timeUs, ${timeUs}`);
  return {
    patientId: patientId(message.patientId),
    deviceId: deviceId(message.deviceId),
    lead: leadName(message.lead),
    timeUs,
    endTimeUs,
    qualityIndex: inRange('qualityIndex', message.qualityIndex, 0, 1),
    faults: message.faults.map((fault) => oneOf('faults', fault, signalFaults)),
    fibrillationIndex: inRange('fibrillationIndex', message.fibrillationIndex, 0, 1),
    ...(message.rhythmMeasures.length > 0 && { rhythmMeasures: measuresOf(message.rhythmMeasures) }),
    ...(message.qrsShare !== undefined && { qrsShare: inRange('qrsShare', message.qrsShare, 0, 10) }),
    ...(message.late && { late: true }),
    ...(message.axis !== undefined && { axis: message.axis }),
    ...(message.shiftUs !== 0n && { shiftUs: Number(message.shiftUs) }),
    ...(message.behindLogUs !== 0n && { behindLogUs: Number(message.behindLogUs) }),
  };
}

function measuresOf(values: readonly number[]): readonly number[] {
  const count = rhythmMeasureNames.length;
  if (values.length !== count || !values.every(Number.isFinite)) {
    throw invalidField('rhythmMeasures', values.join(', '), `${count} finite numbers`);
  }
  return values;
}
