import type { Beat, Observation, SignalSecond } from '../messages.ts';
import { bytesOf } from '../samples.ts';
import { PlainWriter } from './wire/plain-writer.ts';

const whole = new PlainWriter();
const part = new PlainWriter();
const source = new PlainWriter();

/**
 * Encodes an observation, without a message object in between, to the bytes that the general writer would write.
 * @returns undefined where it has what is not written here: then the general writer writes it
 */
export function plainObservationBytes(observation: Observation): Uint8Array | undefined {
  whole.begin();
  part.begin();
  if (observation.kind === 'beat') {
    writeBeat(observation.beat);
    whole.message(0x0a, part);
  } else {
    writeSecond(observation.second);
    whole.message(0x12, part);
  }
  if (observation.source !== undefined) {
    const { topic, partition, offset, index } = observation.source;
    source.begin();
    source.text(0x0a, topic);
    source.whole(0x10, partition);
    source.whole(0x18, offset);
    source.whole(0x20, index);
    whole.message(0x1a, source);
  }
  return whole.failed ? undefined : whole.finish();
}

function writeBeat(beat: Beat): void {
  part.text(0x0a, beat.patientId);
  part.text(0x12, beat.deviceId);
  part.text(0x1a, beat.lead);
  part.whole(0x20, beat.timeUs);
  part.double(0x29, beat.rrIntervalMs);
  part.text(0x32, beat.preprocessing);
  part.bytes(0x3a, bytesOf(beat.samples));
  if (beat.referenceLabel !== undefined) part.text(0x42, beat.referenceLabel);
  part.whole(0x48, beat.endTimeUs);
  if (beat.precedingRrIntervalMs !== undefined) part.presentDouble(0x51, beat.precedingRrIntervalMs);
  part.flag(0x58, beat.late === true);
  if (beat.axis !== undefined) part.presentWhole(0x60, beat.axis);
}

function writeSecond(second: SignalSecond): void {
  const { faults, rhythmMeasures } = second;
  part.text(0x0a, second.patientId);
  part.text(0x12, second.deviceId);
  part.text(0x1a, second.lead);
  part.whole(0x20, second.timeUs);
  part.whole(0x28, second.endTimeUs);
  part.double(0x31, second.qualityIndex);
  for (const fault of faults) part.text(0x3a, fault);
  part.double(0x41, second.fibrillationIndex);
  part.flag(0x48, second.late === true);
  if (rhythmMeasures !== undefined) part.floats(0x52, rhythmMeasures);
  if (second.qrsShare !== undefined) part.presentFloat(0x5d, second.qrsShare);
  if (second.axis !== undefined) part.presentWhole(0x60, second.axis);
  part.whole(0x68, second.shiftUs ?? 0);
  part.whole(0x70, second.behindLogUs ?? 0);
}
