import { sampleTimeUs } from '@beatwatch/ecg';
import { quantise, withMissingSamples, type EcgLead, type LeadValues } from '@beatwatch/contracts';
import { encodedPacket, type EncodedPacket } from './encoded-packet.ts';
import { refusedSignal } from './fault.ts';

export interface SignalSource {
  readonly patientId: string;
  readonly deviceId: string;
  /** Epoch time of the first value, missing or not. */
  readonly firstSampleTimeUs: number;
}

/** Below a packet's limit of 20,000, to keep messages small. */
const maxSamples = 5000;

/**
 * Converts values of a lead into packets, in order of time. No value is clipped; missing values leave a gap,
 * within a packet where it is short.
 * @param field path of the values in the post
 * @throws DeviceFormatError where rate, gain or values cannot be packets
 */
export function signalPackets(values: LeadValues, source: SignalSource, field: string): EncodedPacket[] {
  const { patientId, deviceId, firstSampleTimeUs } = source;
  const { segments, ...rest } = withMissingSamples(quantised(values, field));
  return segments.flatMap(({ startSeconds, samples }) => {
    const startUs = firstSampleTimeUs + Math.round(startSeconds * 1e6);
    const packets: EncodedPacket[] = [];
    for (let from = 0; from < samples.length; from += maxSamples) {
      const piece = samples.slice(from, from + maxSamples);
      const lastSampleTimeUs = sampleTimeUs(startUs, from + piece.length - 1, rest.samplingRateHz);
      packets.push(encodedPacket({ ...rest, patientId, deviceId, lastSampleTimeUs, samples: piece }));
    }
    return packets;
  });
}

function quantised(values: LeadValues, field: string): EcgLead {
  try {
    return quantise(values);
  } catch (error) {
    throw refusedSignal(error, field);
  }
}
