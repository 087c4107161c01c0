import { deviceId, encodePacket, type PatientId } from '@beatwatch/contracts';
import { packetise } from '@beatwatch/ecg';
import { readWfdbRecord, samplesAboveBaseline } from '@beatwatch/recordings';

/** A packet as it lies in the log. */
export interface LoggedPacket {
  readonly value: Uint8Array;
  readonly arrivalMs: number;
}

export interface RecordedPatient {
  readonly patientId: PatientId;
  /** Path of a WFDB record without extension. */
  readonly record: string;
  /** Epoch time of the first sample, microseconds. */
  readonly startUs: number;
  readonly seconds: number;
}

const packetSeconds = 0.3;
const usualDelayUs = 250_000;
/** A device whose clock runs too fast. */
const clockDrift = 2e-4;

/**
 * A record's two leads as a bad link brings them: packets of 0.3 s, some lost, some late by minutes, some out of order, some
 * twice, some with missing samples, from a device whose clock drifts and once is set.
 */
export async function recordedPackets(patient: RecordedPatient): Promise<LoggedPacket[]> {
  const { patientId, record, startUs, seconds } = patient;
  const { samplingRateHz, signals } = await readWfdbRecord(record);
  const packets = signals.flatMap((signal) => {
    const length = Math.round(packetSeconds * samplingRateHz);
    const samples = samplesAboveBaseline(signal).slice(0, seconds * samplingRateHz);
    const { lead, microvoltsPerCount = 5 } = signal;
    const all = packetise({
      patientId,
      deviceId: deviceId('patch-1'),
      lead,
      samplingRateHz,
      microvoltsPerCount,
      samples,
      firstSampleTimeUs: startUs,
      packetLengths: [length, length, length - 20, length + 20],
    });
    return [...all].map((packet, index) => ({ packet, index, isSecond: lead !== signals[0]?.lead }));
  });
  return packets
    .flatMap(({ packet, index, isSecond }) => {
      const { lastSampleTimeUs: trueUs } = packet;
      const atSeconds = (trueUs - startUs) / 1e6;
      const within = (from: number, to: number): boolean => atSeconds >= from && atSeconds < to;
      if (within(200, 207) || (within(260, 275) && isSecond)) return [];
      const lateUs = within(320, 345) ? 140e6 : index % 97 === 50 ? 900_000 : 0;
      const setUs = within(500, Infinity) ? 45e6 : 0;
      const samples = packet.samples.slice();
      if (index % 211 === 100) samples.fill(-32_768, 30, 40);
      const lastSampleTimeUs = Math.round(trueUs + (trueUs - startUs) * clockDrift + setUs);
      const value = encodePacket({ ...packet, samples, lastSampleTimeUs });
      const arrivalMs = Math.round((trueUs + usualDelayUs + lateUs + (isSecond ? 20_000 : 0)) / 1000);
      const logged = { value, arrivalMs };
      return index % 131 === 60 ? [logged, { value, arrivalMs: arrivalMs + 400 }] : [logged];
    })
    .sort((a, b) => a.arrivalMs - b.arrivalMs);
}
