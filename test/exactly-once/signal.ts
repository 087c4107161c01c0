import { deviceId, type Packet, type PatientId } from '@beatwatch/contracts';

const samplingRateHz = 250;
/** 75 beats a minute, on whole samples: each beat is like the one before. */
const rrSamples = 200;

/** Packets of a second of a clean ECG in which all leads show the same samples, second by second. */
export function packetsOfLeads(options: {
  readonly patientId: PatientId;
  readonly leads: readonly string[];
  /** Epoch time of the first sample, microseconds. */
  readonly startUs: number;
  readonly seconds: number;
}): Packet[] {
  const { patientId, leads, startUs, seconds } = options;
  return Array.from({ length: seconds }, (_, second) => {
    const first = second * samplingRateHz;
    const samples = Int16Array.from({ length: samplingRateHz }, (_one, index) => sampleAt(first + index));
    return leads.map((lead): Packet => ({
      patientId,
      deviceId: deviceId('d-1'),
      lead,
      sequence: second,
      samplingRateHz,
      microvoltsPerCount: 5,
      lastSampleTimeUs: startUs + ((first + samplingRateHz - 1) * 1e6) / samplingRateHz,
      samples,
    }));
  }).flat();
}

/** P wave, R peak and T wave in counts of 5 microvolts. */
function sampleAt(index: number): number {
  const phaseSeconds = (index % rrSamples) / samplingRateHz;
  const wave = (at: number, width: number, millivolts: number): number =>
    millivolts * 200 * Math.exp(-(((phaseSeconds - at) / width) ** 2) / 2);
  return Math.round(wave(0.24, 0.02, 0.1) + wave(0.4, 0.012, 1.1) + wave(0.68, 0.04, 0.3));
}
