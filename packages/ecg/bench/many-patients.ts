import process from 'node:process';
import { serialize } from 'node:v8';
import { deviceId, patientId } from '@beatwatch/contracts';
import { signalModels } from '../../../test/stack/signal-models.ts';
import { createLeadPipeline, sampleTimeUs } from '../src/index.ts';
import { cpuSecondsSince } from './contender.ts';
import { packetSeconds } from './our-contenders.ts';
import type { Recording } from './recordings.ts';

export const patientRateHz = 250;

export interface ManyPatientsFigures {
  /** Number of patients in real time at 250 Hz with packets of 0.3 s. */
  readonly patientsPerCore: number;
  readonly nanosecondsPerSample: number;
  readonly beats: number;
  readonly snapshotBytes: number;
}

/**
 * Measures many patients at once, one packet of each in turn as in production, so that their states do not stay in the
 * cache. Each plays a recording from its own offset, treated as 250 Hz.
 */
export function runPatients(
  recordings: readonly Recording[],
  patients: number,
  seconds: number,
): ManyPatientsFigures {
  const sources = Array.from({ length: patients }, (_, patient) => {
    const recording = recordings[patient % recordings.length];
    return {
      source: {
        patientId: patientId(`p-${patient}`),
        deviceId: deviceId('bench'),
        lead: recording?.lead ?? '',
      },
      samples: recording?.samples ?? new Int16Array(0),
      offset: patient * 997,
      pipeline: createLeadPipeline({ models: signalModels }),
    };
  });
  const packetSamples = Math.round(patientRateHz * packetSeconds);
  const rounds = Math.floor(seconds / packetSeconds);
  let beats = 0;
  const before = process.cpuUsage();
  for (let round = 0; round < rounds; round += 1) {
    for (const { source, samples, offset, pipeline } of sources) {
      const from = (offset + round * packetSamples) % (samples.length - packetSamples);
      const output = pipeline.push({
        patientId: source.patientId,
        deviceId: source.deviceId,
        lead: source.lead,
        sequence: round,
        samplingRateHz: patientRateHz,
        lastSampleTimeUs: sampleTimeUs(1.7e15, (round + 1) * packetSamples - 1, patientRateHz),
        microvoltsPerCount: 5,
        samples: samples.subarray(from, from + packetSamples),
      });
      for (const { kind } of output.observations) if (kind === 'beat') beats += 1;
    }
  }
  const elapsedSeconds = cpuSecondsSince(before);
  return {
    patientsPerCore: (patients * rounds * packetSeconds) / elapsedSeconds,
    nanosecondsPerSample: (elapsedSeconds * 1e9) / (patients * rounds * packetSamples),
    beats,
    snapshotBytes: serialize(sources[0]?.pipeline.snapshot()).byteLength,
  };
}
