import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { deviceId, patientId, type Packet } from '@beatwatch/contracts';
import {
  createLeadPipeline,
  createRPeakDetector,
  packetise,
  readWfdbRecord,
  samplesAboveBaseline,
  type WfdbRecord,
} from '../src/index.ts';
import { countRPeaks, type RPeakCounts } from './r-peaks.ts';

const patientRateHz = 250;
const packetSeconds = 0.3;

/**
 * What one core does: packets to beats, in patients in real time (250 Hz, packets of 0.3 s), and R peaks alone, in
 * multiples of real time, with their sensitivity and positive predictivity.
 */
export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      records: { type: 'string', default: join(process.env['ECG_DATA_DIR'] ?? '../shared/data', 'mitdb') },
      json: { type: 'boolean', default: false },
    },
  });
  const records: WfdbRecord[] = [];
  for (const name of readdirSync(values.records)
    .filter((file) => file.endsWith('.hea'))
    .toSorted()) {
    records.push(await readWfdbRecord(join(values.records, basename(name, '.hea'))));
  }
  runPipeline(records.slice(0, 2)); // warms up
  const pipeline = runPipeline(records);
  const rPeaks = runDetector(records);
  const result = { ...pipeline, ...rPeaks };
  console.log(values.json ? JSON.stringify(result) : describe(result));
}

interface PipelineFigures {
  readonly patientsPerCore: number;
  readonly nanosecondsPerSample: number;
  readonly beats: number;
}

function runPipeline(records: readonly WfdbRecord[]): PipelineFigures {
  let milliseconds = 0;
  let samples = 0;
  let beats = 0;
  for (const record of records) {
    const packets = packetsOf(record);
    const pipeline = createLeadPipeline();
    const startMs = performance.now();
    for (const packet of packets) {
      beats += pipeline.push(packet).beats.length;
      samples += packet.samples.length;
    }
    milliseconds += performance.now() - startMs;
  }
  return {
    patientsPerCore: samples / patientRateHz / (milliseconds / 1000),
    nanosecondsPerSample: (milliseconds * 1e6) / samples,
    beats,
  };
}

/** The record as a device of 250 Hz would send it: every sample kept, only told to be slower. */
function packetsOf(record: WfdbRecord): Packet[] {
  const [signal] = record.signals;
  if (signal?.microvoltsPerCount === undefined) return [];
  return [
    ...packetise({
      patientId: patientId(`p-${record.name}`),
      deviceId: deviceId('bench'),
      lead: signal.lead,
      samplingRateHz: patientRateHz,
      microvoltsPerCount: signal.microvoltsPerCount,
      samples: samplesAboveBaseline(signal),
      firstSampleTimeUs: 1.7e15,
      packetLengths: [patientRateHz * packetSeconds],
    }),
  ];
}

interface DetectorFigures extends RPeakCounts {
  readonly timesRealTime: number;
}

function runDetector(records: readonly WfdbRecord[]): DetectorFigures {
  const total = { found: 0, missed: 0, extra: 0 };
  let milliseconds = 0;
  let seconds = 0;
  for (const record of records) {
    const [signal] = record.signals;
    if (signal?.microvoltsPerCount === undefined) continue;
    const { microvoltsPerCount } = signal;
    const microvolts = Float32Array.from(signal.samples, (count) => count * microvoltsPerCount);
    const detector = createRPeakDetector({ samplingRateHz: record.samplingRateHz });
    const packetLength = Math.round(record.samplingRateHz * packetSeconds);
    const peaks: number[] = [];
    const startMs = performance.now();
    for (let from = 0; from < microvolts.length; from += packetLength) {
      peaks.push(...detector.push(microvolts.subarray(from, from + packetLength)));
    }
    milliseconds += performance.now() - startMs;
    seconds += microvolts.length / record.samplingRateHz;
    const { found, missed, extra } = countRPeaks(record, peaks);
    total.found += found;
    total.missed += missed;
    total.extra += extra;
  }
  return { ...total, timesRealTime: seconds / (milliseconds / 1000) };
}

function describe(figures: PipelineFigures & DetectorFigures): string {
  const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
  const { found, missed, extra } = figures;
  return [
    `packets to beats: ${Math.round(figures.patientsPerCore)} patients a core in real time (${patientRateHz} Hz, packets of ${packetSeconds} s), ${figures.nanosecondsPerSample.toFixed(0)} ns a sample`,
    `R peaks alone: ${Math.round(figures.timesRealTime)} x real time, sensitivity ${percent(found / (found + missed))}, positive predictivity ${percent(found / (found + extra))} (${missed} missed, ${extra} extra of ${found + missed})`,
  ].join('\n');
}
