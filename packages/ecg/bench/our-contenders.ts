import process from 'node:process';
import { deviceId, patientId } from '@beatwatch/contracts';
import { signalModels } from '../../../test/stack/signal-models.ts';
import { createLeadPipeline, createRPeakDetector, longestRrSeconds, packetise } from '../src/index.ts';
import { cpuSecondsSince, type Contender, type Run } from './contender.ts';
import type { Recording } from './recordings.ts';

/** Length of a packet; common for wearables. */
export const packetSeconds = 0.3;

/** Beatwatch's R-peak detector, and its whole pipeline with quality, fibrillation index and cutting, fed in packets. */
export const ourContenders: readonly Contender[] = [
  { name: 'R peaks', isPeer: false, run: (recording) => Promise.resolve(runDetector(recording)), close },
  {
    name: 'whole pipeline',
    isPeer: false,
    run: (recording) => Promise.resolve(runPipeline(recording)),
    close,
  },
];

function close(): void {
  // Holds no resources.
}

function runDetector({ samples, samplingRateHz, microvoltsPerCount }: Recording): Run {
  const microvolts = Float32Array.from(samples, (count) => count * microvoltsPerCount);
  const detector = createRPeakDetector({ samplingRateHz });
  const packetLength = Math.round(samplingRateHz * packetSeconds);
  const peaks: number[] = [];
  const before = process.cpuUsage();
  for (let from = 0; from < microvolts.length; from += packetLength) {
    peaks.push(...detector.push(microvolts.subarray(from, from + packetLength)));
  }
  return { peaks, cpuSeconds: cpuSecondsSince(before) };
}

const startUs = 1.7e15;

function runPipeline(recording: Recording): Run {
  const { lead, samples, samplingRateHz, microvoltsPerCount } = recording;
  const packets = packetise({
    patientId: patientId('bench'),
    deviceId: deviceId('bench'),
    lead,
    samplingRateHz,
    microvoltsPerCount,
    samples,
    firstSampleTimeUs: startUs,
    packetLengths: [Math.round(packetSeconds * samplingRateHz)],
  });
  const pipeline = createLeadPipeline({ models: signalModels });
  const peakTimesUs = new Set<number>();
  let endTimeUs = 0;
  const before = process.cpuUsage();
  for (const packet of packets) {
    const { observations, events } = pipeline.push(packet);
    for (const event of events) if (event.kind === 'no-beat') peakTimesUs.add(event.timeUs);
    for (const observation of observations) {
      if (observation.kind !== 'beat') continue;
      const { beat } = observation;
      peakTimesUs.add(beat.timeUs);
      // A beat ends at the next R peak, unless a pause cut it.
      endTimeUs = beat.rrIntervalMs < longestRrSeconds * 1000 ? beat.endTimeUs : 0;
    }
  }
  const cpuSeconds = cpuSecondsSince(before);
  if (endTimeUs > 0) peakTimesUs.add(endTimeUs);
  const sampleOf = (timeUs: number): number => Math.round(((timeUs - startUs) * samplingRateHz) / 1e6);
  return { peaks: [...peakTimesUs].map(sampleOf).toSorted((a, b) => a - b), cpuSeconds };
}
