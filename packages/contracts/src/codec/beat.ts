import { create, toBinary, type MessageInitShape } from '@bufbuild/protobuf';
import { epochUs, inRange, invalidField, oneOf, shortText } from '../fields.ts';
import { BeatSchema, type Beat as BeatMessage } from '../generated/beatwatch/v1/stream_pb.ts';
import { deviceId, patientId } from '../ids.ts';
import type { Beat } from '../messages.ts';
import { leadName } from '../names.ts';
import { beatLayout, preprocessings } from '../preprocessing.ts';
import { bytesOf, float32FromBytes } from '../samples.ts';
import { read } from './read.ts';

export function encodeBeat(beat: Beat): Uint8Array {
  return toBinary(BeatSchema, create(BeatSchema, messageOfBeat(beat)));
}

export function messageOfBeat(beat: Beat): MessageInitShape<typeof BeatSchema> {
  const { timeUs, endTimeUs, samples, referenceLabel = '', late = false, ...rest } = beat;
  return {
    ...rest,
    timeUs: BigInt(timeUs),
    endTimeUs: BigInt(endTimeUs),
    samples: bytesOf(samples),
    referenceLabel,
    late,
  };
}

/** @throws ContractError naming the field, what was found and what was expected. */
export function decodeBeat(bytes: Uint8Array): Beat {
  return beatOfMessage(read(BeatSchema, bytes));
}

export function beatOfMessage(message: BeatMessage): Beat {
  const timeUs = epochUs('timeUs', message.timeUs);
  const endTimeUs = epochUs('endTimeUs', message.endTimeUs);
  if (endTimeUs <= timeUs) throw invalidField('endTimeUs', endTimeUs, `a time after timeUs, ${timeUs}`);
  const preprocessing = oneOf('preprocessing', message.preprocessing, preprocessings);
  const { precedingRrIntervalMs } = message;
  return {
    patientId: patientId(message.patientId),
    deviceId: deviceId(message.deviceId),
    lead: leadName(message.lead),
    timeUs,
    endTimeUs,
    rrIntervalMs: inRange('rrIntervalMs', message.rrIntervalMs, 100, 10_000),
    ...(precedingRrIntervalMs === undefined
      ? {}
      : { precedingRrIntervalMs: inRange('precedingRrIntervalMs', precedingRrIntervalMs, 100, 10_000) }),
    preprocessing,
    samples: beatSamples(preprocessing, message.samples),
    ...(message.late && { late: true }),
    ...(message.axis !== undefined && { axis: message.axis }),
    ...(message.referenceLabel === ''
      ? {}
      : { referenceLabel: shortText('referenceLabel', message.referenceLabel, 32) }),
  };
}

function beatSamples(preprocessing: string, bytes: Uint8Array): Float32Array {
  const samples = float32FromBytes('samples', bytes);
  const { sampleCount = 0, largest = 0 } = beatLayout(preprocessing) ?? {};
  if (samples.length !== sampleCount) {
    throw invalidField('samples.length', samples.length, `${sampleCount} values for ${preprocessing}`);
  }
  for (let index = 0; index < samples.length; index += 1) {
    const value = samples[index] ?? 0;
    if (Math.abs(value) <= largest) continue;
    throw invalidField(`samples[${index}]`, value, `a finite number from -${largest} to ${largest}`);
  }
  return samples;
}
