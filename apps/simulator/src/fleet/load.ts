import { deviceId, patientId, type PatientId } from '@beatwatch/contracts';
import { optionInRange } from '../errors.ts';
import { createSynthesiser } from '../synthesis/synthesiser.ts';
import { createLoopSource, type RecordedLead } from './signal.ts';
import { createTransmission, type Fleet, type TransmissionOptions } from './transmission.ts';
import { createWearable, type Wearable } from './wearable.ts';

export interface LoadFleetOptions extends TransmissionOptions {
  /** Number of patients at the start, 0 to 100,000. */
  readonly patients: number;
  /** Default 300. */
  readonly packetMs?: number;
}

export interface LoadFleet extends Fleet {
  /** Adds patients, or removes the last ones, while the others continue. */
  setPatients(patients: number): void;
}

const samplingRateHz = 250;
const heartRateBpm = 72;
/** Different hearts; the patients have them in turn. */
export const loadArchetypes = 8;
const loopSeconds = 120;
/** Offset between patients of one archetype, so that their beats do not coincide. */
const offsetSamples = 1777;

const numberOf = (index: number): string => String(index + 1).padStart(5, '0');

/** @param index from 0 */
export const loadPatientId = (index: number): PatientId => patientId(`load-${numberOf(index)}`);

/**
 * Creates many cheap patients for benchmarks, `load-00001` and on, in sinus rhythm at 72 bpm and 250 Hz. Each repeats a
 * precomputed strip of about two minutes, starting at a different sample.
 * @throws SimulatorError if an option is out of range
 */
export function createLoadFleet(options: LoadFleetOptions): LoadFleet {
  const { packetMs = 300 } = options;
  optionInRange('packetMs', packetMs, 10, 10_000);
  const transmission = createTransmission(options);
  const strips = Array.from({ length: loadArchetypes }, (_, archetype) => loopStrip(archetype + 1));
  const wearables: Wearable[] = [];

  const join = (index: number): Wearable => {
    const strip = strips[index % loadArchetypes];
    if (strip === undefined) throw new Error('archetype without strip');
    const spreadUs = ((index * 7919) % (packetMs * 10)) * 100;
    return createWearable({
      patientId: loadPatientId(index),
      deviceId: deviceId(`load-dev-${numberOf(index)}`),
      source: createLoopSource(strip, index * offsetSamples),
      startTimeUs: transmission.timeUs() - spreadUs,
      packetMs,
      script: [],
    });
  };
  const setPatients = (patients: number): void => {
    optionInRange('patients', patients, 0, 100_000);
    wearables.length = Math.min(wearables.length, patients);
    while (wearables.length < patients) wearables.push(join(wearables.length));
    transmission.setWearables([...wearables]);
  };

  setPatients(options.patients);
  return { ...transmission, setPatients };
}

/** Strip that begins and ends before a P wave, without wander, so that it repeats without a step. */
function loopStrip(seed: number): RecordedLead {
  const rSeconds: number[] = [];
  const synthesiser = createSynthesiser({
    seed,
    samplingRateHz,
    physiology: { heartRateBpm, baselineWanderMv: 0, breathingModulation: 0, microvoltsPerCount: 5 },
    onBeat: ({ timeSeconds }) => rSeconds.push(timeSeconds),
  });
  const millivolts = new Float32Array((loopSeconds + 4) * samplingRateHz);
  synthesiser.read(millivolts);
  const sampleBefore = (atLeastSeconds: number): number => {
    const peak = rSeconds.find((seconds) => seconds >= atLeastSeconds) ?? atLeastSeconds;
    return Math.round((peak - 0.3) * samplingRateHz);
  };
  return {
    lead: 'V2',
    samplingRateHz,
    microvoltsPerCount: 5,
    samples: Int16Array.from(
      millivolts.subarray(sampleBefore(1), sampleBefore(loopSeconds + 1)),
      (value) => (value * 1000) / 5,
    ),
  };
}
