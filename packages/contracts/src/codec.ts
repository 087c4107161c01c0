import { create, fromBinary, toBinary, type DescMessage, type MessageShape } from '@bufbuild/protobuf';
import { ContractError } from './errors.ts';
import { epochUs, inRange, invalidField, oneOf, shortText } from './fields.ts';
import {
  AlarmCommandSchema,
  AlarmEventSchema,
  BeatSchema,
  DeadLetterSchema,
  PacketSchema,
  ScoreSchema,
} from './generated/beatwatch/v1/stream_pb.ts';
import { deviceId, modelVersion, patientId, type AlarmId } from './ids.ts';
import {
  alarmActions,
  alarmKinds,
  alarmPriorities,
  alarmStates,
  type AlarmCommand,
  type AlarmEvent,
  type Beat,
  type DeadLetter,
  type Packet,
  type Score,
} from './messages.ts';
import { beatSampleCount } from './preprocessing.ts';
import { bytesOf, float32FromBytes, int16FromBytes } from './samples.ts';

function read<Desc extends DescMessage>(schema: Desc, bytes: Uint8Array): MessageShape<Desc> {
  try {
    return fromBinary(schema, bytes);
  } catch (cause) {
    throw new ContractError(
      `${schema.name}: found ${bytes.byteLength} bytes that are no Protobuf message, expected ${schema.typeName}`,
      { code: 'undecodable', context: { message: schema.name, bytes: bytes.byteLength }, cause },
    );
  }
}

export function encodePacket(packet: Packet): Uint8Array {
  const { lastSampleTimeUs, samples, ...rest } = packet;
  return toBinary(
    PacketSchema,
    create(PacketSchema, { ...rest, lastSampleTimeUs: BigInt(lastSampleTimeUs), samples: bytesOf(samples) }),
  );
}

/** @throws ContractError naming the field, what was found and what was expected. */
export function decodePacket(bytes: Uint8Array): Packet {
  const message = read(PacketSchema, bytes);
  const samples = int16FromBytes('samples', message.samples);
  inRange('samples.length', samples.length, 1, 20_000);
  return {
    patientId: patientId(message.patientId),
    deviceId: deviceId(message.deviceId),
    lead: shortText('lead', message.lead, 16),
    sequence: message.sequence,
    samplingRateHz: inRange('samplingRateHz', message.samplingRateHz, 50, 2000),
    lastSampleTimeUs: epochUs('lastSampleTimeUs', message.lastSampleTimeUs),
    microvoltsPerCount: inRange('microvoltsPerCount', message.microvoltsPerCount, 1e-6, 1000),
    samples,
  };
}

export function encodeBeat(beat: Beat): Uint8Array {
  const { timeUs, endTimeUs, samples, referenceLabel, ...rest } = beat;
  return toBinary(
    BeatSchema,
    create(BeatSchema, {
      ...rest,
      timeUs: BigInt(timeUs),
      endTimeUs: BigInt(endTimeUs),
      samples: bytesOf(samples),
      referenceLabel: referenceLabel ?? '',
    }),
  );
}

/** @throws ContractError naming the field, what was found and what was expected. */
export function decodeBeat(bytes: Uint8Array): Beat {
  const message = read(BeatSchema, bytes);
  const samples = float32FromBytes('samples', message.samples);
  if (samples.length !== beatSampleCount) {
    throw invalidField('samples.length', samples.length, `${beatSampleCount} values`);
  }
  samples.forEach((value, index) => {
    if (!Number.isFinite(value) || Math.abs(value) > 1000) {
      throw invalidField(`samples[${index}]`, value, 'a finite number from -1000 to 1000');
    }
  });
  const timeUs = epochUs('timeUs', message.timeUs);
  const endTimeUs = epochUs('endTimeUs', message.endTimeUs);
  if (endTimeUs <= timeUs) throw invalidField('endTimeUs', endTimeUs, `a time after timeUs, ${timeUs}`);
  return {
    patientId: patientId(message.patientId),
    deviceId: deviceId(message.deviceId),
    lead: shortText('lead', message.lead, 16),
    timeUs,
    endTimeUs,
    rrIntervalMs: inRange('rrIntervalMs', message.rrIntervalMs, 100, 10_000),
    preprocessing: shortText('preprocessing', message.preprocessing, 64),
    samples,
    ...(message.referenceLabel === '' ? {} : { referenceLabel: message.referenceLabel }),
  };
}

export function encodeScore(score: Score): Uint8Array {
  const { beatTimeUs, scoredAtUs, ...rest } = score;
  return toBinary(
    ScoreSchema,
    create(ScoreSchema, { ...rest, beatTimeUs: BigInt(beatTimeUs), scoredAtUs: BigInt(scoredAtUs) }),
  );
}

/** @throws ContractError naming the field, what was found and what was expected. */
export function decodeScore(bytes: Uint8Array): Score {
  const message = read(ScoreSchema, bytes);
  return {
    patientId: patientId(message.patientId),
    beatTimeUs: epochUs('beatTimeUs', message.beatTimeUs),
    modelVersion: modelVersion(message.modelVersion),
    loss: inRange('loss', message.loss, 0, Number.MAX_VALUE),
    ...(message.threshold === undefined
      ? {}
      : { threshold: inRange('threshold', message.threshold, 0, Number.MAX_VALUE) }),
    anomalous: message.anomalous,
    rrIntervalMs: inRange('rrIntervalMs', message.rrIntervalMs, 100, 10_000),
    scoredAtUs: epochUs('scoredAtUs', message.scoredAtUs),
  };
}

export function encodeAlarmEvent(event: AlarmEvent): Uint8Array {
  const { timeUs, raisedTimeUs, actor, evidence, ...rest } = event;
  return toBinary(
    AlarmEventSchema,
    create(AlarmEventSchema, {
      ...rest,
      timeUs: BigInt(timeUs),
      raisedTimeUs: BigInt(raisedTimeUs),
      actor: actor ?? '',
      evidence: {
        beatTimesUs: evidence.beatTimesUs.map(BigInt),
        losses: [...evidence.losses],
        threshold: evidence.threshold,
      },
    }),
  );
}

/** @throws ContractError naming the field, what was found and what was expected. */
export function decodeAlarmEvent(bytes: Uint8Array): AlarmEvent {
  const message = read(AlarmEventSchema, bytes);
  const evidence = message.evidence;
  if (evidence === undefined) throw invalidField('evidence', undefined, 'the beats that raised the alarm');
  return {
    alarmId: shortText('alarmId', message.alarmId, 160) as AlarmId,
    patientId: patientId(message.patientId),
    kind: oneOf('kind', message.kind, alarmKinds),
    priority: oneOf('priority', message.priority, alarmPriorities),
    state: oneOf('state', message.state, alarmStates),
    timeUs: epochUs('timeUs', message.timeUs),
    raisedTimeUs: epochUs('raisedTimeUs', message.raisedTimeUs),
    ...(message.actor === '' ? {} : { actor: message.actor }),
    evidence: {
      beatTimesUs: evidence.beatTimesUs.map((value) => epochUs('evidence.beatTimesUs', value)),
      losses: evidence.losses,
      threshold: evidence.threshold,
    },
  };
}

export function encodeAlarmCommand(command: AlarmCommand): Uint8Array {
  return toBinary(
    AlarmCommandSchema,
    create(AlarmCommandSchema, { ...command, timeUs: BigInt(command.timeUs) }),
  );
}

/** @throws ContractError naming the field, what was found and what was expected. */
export function decodeAlarmCommand(bytes: Uint8Array): AlarmCommand {
  const message = read(AlarmCommandSchema, bytes);
  return {
    alarmId: shortText('alarmId', message.alarmId, 160) as AlarmId,
    patientId: patientId(message.patientId),
    action: oneOf('action', message.action, alarmActions),
    actor: shortText('actor', message.actor, 80),
    timeUs: epochUs('timeUs', message.timeUs),
  };
}

export function encodeDeadLetter(letter: DeadLetter): Uint8Array {
  return toBinary(DeadLetterSchema, create(DeadLetterSchema, { ...letter, timeUs: BigInt(letter.timeUs) }));
}

/** @throws ContractError where the bytes are no dead letter. */
export function decodeDeadLetter(bytes: Uint8Array): DeadLetter {
  const { topic, partition, offset, code, reason, timeUs, key, payload } = read(DeadLetterSchema, bytes);
  return { topic, partition, offset, code, reason, timeUs: epochUs('timeUs', timeUs), key, payload };
}
