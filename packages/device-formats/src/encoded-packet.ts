import {
  decodePacket,
  encodePacket,
  leadName,
  type DeviceId,
  type DeviceReport,
  type PatientId,
} from '@beatwatch/contracts';
import { refusedByContract, unusable } from './fault.ts';

/** A packet that keeps the contract, as it goes to `ecg.packets.v1`. */
export interface EncodedPacket {
  readonly patientId: PatientId;
  readonly deviceId: DeviceId;
  readonly value: Uint8Array;
  /** Patient, device and lead. */
  readonly source: string;
  /** Epoch times of the first sample and of the end of the last one. */
  readonly fromUs: number;
  readonly toUs: number;
  /** Whether the device counts its packets. */
  readonly isNumbered: boolean;
}

/** A packet that is not checked yet. */
export interface DraftPacket {
  readonly patientId: string;
  readonly deviceId: string;
  readonly lead: string;
  readonly sequence?: number | undefined;
  readonly samplingRateHz: number;
  /** Epoch time of the last sample. */
  readonly lastSampleTimeUs: number;
  readonly microvoltsPerCount: number;
  readonly samples: Int16Array;
  readonly late?: boolean | undefined;
  readonly report?: DeviceReport | undefined;
}

const maxSequence = 2 ** 32 - 1;

/**
 * Encodes a packet and decodes it again as its consumer will, so that the sender learns of a refusal.
 * @throws DeviceFormatError
 */
export function encodedPacket({ sequence, late, report, ...draft }: DraftPacket): EncodedPacket {
  if (sequence !== undefined && !(Number.isInteger(sequence) && sequence >= 0 && sequence <= maxSequence)) {
    throw unusable('sequence', sequence, `a whole number from 0 to ${maxSequence}, or no sequence`);
  }
  if (!Number.isSafeInteger(draft.lastSampleTimeUs) || isOtherUnit(draft.lastSampleTimeUs)) {
    throw unusable('lastSampleTimeUs', draft.lastSampleTimeUs, 'a whole number of microseconds since 1970');
  }
  // Protobuf would write another character for half a one.
  checkedBy(() => leadName(draft.lead));
  const value = encodePacket({
    ...draft,
    patientId: draft.patientId as PatientId,
    deviceId: draft.deviceId as Parameters<typeof encodePacket>[0]['deviceId'],
    ...(sequence !== undefined && { sequence }),
    ...(late === true && { late }),
    ...(report && { report }),
  });
  return checked(value);
}

/**
 * Whether the number is the present, 2014 to 2046, in seconds or milliseconds. Other small numbers are those of a clock that
 * was never set: the patient is judged all the same.
 */
const isOtherUnit = (timeUs: number): boolean =>
  (timeUs >= 1.4e9 && timeUs <= 2.4e9) || (timeUs >= 1.4e12 && timeUs <= 2.4e12);

/** @throws DeviceFormatError where the bytes do not decode or break the contract */
export function checked(value: Uint8Array): EncodedPacket {
  return checkedBy(() => {
    const packet = decodePacket(value);
    const { patientId, deviceId, lead, sequence, samples, samplingRateHz, lastSampleTimeUs } = packet;
    const intervalUs = 1e6 / samplingRateHz;
    return {
      patientId,
      deviceId,
      value,
      source: `${patientId}\n${deviceId}\n${lead}`,
      fromUs: lastSampleTimeUs - Math.round((samples.length - 1) * intervalUs),
      toUs: lastSampleTimeUs + Math.round(intervalUs),
      isNumbered: sequence !== undefined,
    };
  });
}

/** Passes on the contract's refusal as one of this package. */
function checkedBy<Value>(check: () => Value): Value {
  try {
    return check();
  } catch (error) {
    throw refusedByContract(error);
  }
}
