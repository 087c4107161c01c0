import type { PatientId } from '@beatwatch/contracts';

const samplingRateHz = 250;
const rrSeconds = 0.8;
const roundSeconds = 5;

/** A clean ECG that goes on from round to round, as a device posts it. */
export class GoodSignal {
  readonly patientId: PatientId;
  readonly startUs: number;
  #second = 0;

  constructor(patientId: PatientId, startUs: number) {
    this.patientId = patientId;
    this.startUs = startUs;
  }

  /** Epoch time of the first sample that is not sent yet. */
  get nextUs(): number {
    return this.startUs + this.#second * 1_000_000;
  }

  /** The next seconds as the body of a post. */
  nextPost(): object[] {
    return Array.from({ length: roundSeconds }, () => {
      const first = this.#second * samplingRateHz;
      this.#second += 1;
      return {
        patientId: this.patientId,
        deviceId: 'd-1',
        lead: 'II',
        sequence: this.#second - 1,
        samplingRateHz,
        microvoltsPerCount: 5,
        lastSampleTimeUs: this.nextUs - 1e6 / samplingRateHz,
        samples: Array.from({ length: samplingRateHz }, (_, index) => sampleAt(first + index)),
      };
    });
  }
}

/** P wave, R peak and T wave in counts of 5 microvolts. */
function sampleAt(index: number): number {
  const phase = (index / samplingRateHz) % rrSeconds;
  const wave = (at: number, width: number, millivolts: number): number =>
    millivolts * 200 * Math.exp(-(((phase - at) / width) ** 2) / 2);
  return Math.round(wave(0.24, 0.02, 0.1) + wave(0.4, 0.012, 1.1) + wave(0.68, 0.04, 0.3));
}
