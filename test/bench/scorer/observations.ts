import { deviceId, patientId, type Observation } from '@beatwatch/contracts';
import { createLeadPipeline, sampleTimeUs } from '@beatwatch/ecg';
import { signalModels } from '../../stack/signal-models.ts';
import type { Recording } from '../../../packages/ecg/bench/recordings.ts';

const samplingRateHz = 250;
const packetSamples = 75;
const startUs = 1.7e15;

/**
 * What ingest says of a recording's first lead, from `fromSample` on, second by second.
 * @param recording played at 250 Hz whatever its own rate, as the ingest benchmark does
 * @returns for each second of play the observations that come in it
 */
export function observationsOf(recording: Recording, fromSample: number, seconds: number): Observation[][] {
  const pipeline = createLeadPipeline({ models: signalModels });
  const bySecond: Observation[][] = Array.from({ length: seconds }, () => []);
  const packets = Math.floor((seconds * samplingRateHz) / packetSamples);
  for (let sequence = 0; sequence < packets; sequence += 1) {
    const from = (fromSample + sequence * packetSamples) % (recording.samples.length - packetSamples);
    const { observations } = pipeline.push({
      patientId: patientId('bench'),
      deviceId: deviceId('bench'),
      lead: recording.lead,
      sequence,
      samplingRateHz,
      lastSampleTimeUs: sampleTimeUs(startUs, (sequence + 1) * packetSamples - 1, samplingRateHz),
      microvoltsPerCount: recording.microvoltsPerCount,
      samples: recording.samples.subarray(from, from + packetSamples),
    });
    bySecond[Math.floor((sequence * packetSamples) / samplingRateHz)]?.push(...observations);
  }
  return bySecond;
}

/** The same, said of a patient. */
export function ofPatient(observation: Observation, id: string): Observation {
  const patient = { patientId: patientId(id) };
  return observation.kind === 'beat'
    ? { ...observation, beat: { ...observation.beat, ...patient } }
    : { ...observation, second: { ...observation.second, ...patient } };
}
