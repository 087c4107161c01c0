import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { serialize } from 'node:v8';
import { deviceId, patientId } from '@beatwatch/contracts';
import {
  beatsOf,
  createLeadPipeline,
  createRPeakDetector,
  readWfdbRecord,
  sampleTimeUs,
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
      patients: { type: 'string', default: '2000' },
      seconds: { type: 'string', default: '30' },
      json: { type: 'boolean', default: false },
    },
  });
  const records: WfdbRecord[] = [];
  for (const name of readdirSync(values.records)
    .filter((file) => file.endsWith('.hea'))
    .toSorted()) {
    records.push(await readWfdbRecord(join(values.records, basename(name, '.hea'))));
  }
  runPipelines(records, 10, 60); // warms up
  const pipeline = runPipelines(records, Number(values.patients), Number(values.seconds));
  const rPeaks = runDetector(records);
  const result = { ...pipeline, ...rPeaks };
  console.log(values.json ? JSON.stringify(result) : describe(result));
}

/** Processor time, the collector's included: what else runs on the machine does not count. */
function cpuSecondsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

interface PipelineFigures {
  readonly patientsPerCore: number;
  readonly nanosecondsPerSample: number;
  readonly beats: number;
  readonly snapshotBytes: number;
}

/**
 * All patients at once, a packet of each in turn, as they would come: their states do not stay in the cache. Each
 * plays a recording from a place of its own, told to be of 250 Hz.
 */
function runPipelines(records: readonly WfdbRecord[], patients: number, seconds: number): PipelineFigures {
  const leads = records.map(({ signals: [signal] }) => ({
    lead: signal?.lead ?? '',
    samples: signal === undefined ? new Int16Array(0) : samplesAboveBaseline(signal),
  }));
  const sources = Array.from({ length: patients }, (_, patient) => {
    const lead = leads[patient % leads.length];
    return {
      whose: { patientId: patientId(`p-${patient}`), deviceId: deviceId('bench'), lead: lead?.lead ?? '' },
      samples: lead?.samples ?? new Int16Array(0),
      offset: patient * 997,
      pipeline: createLeadPipeline(),
    };
  });
  const packetSamples = Math.round(patientRateHz * packetSeconds);
  const rounds = Math.floor(seconds / packetSeconds);
  let beats = 0;
  const before = process.cpuUsage();
  for (let round = 0; round < rounds; round += 1) {
    for (const { whose, samples, offset, pipeline } of sources) {
      const from = (offset + round * packetSamples) % (samples.length - packetSamples);
      const output = pipeline.push({
        ...whose,
        sequence: round,
        samplingRateHz: patientRateHz,
        lastSampleTimeUs: sampleTimeUs(1.7e15, (round + 1) * packetSamples - 1, patientRateHz),
        microvoltsPerCount: 5,
        samples: samples.subarray(from, from + packetSamples),
      });
      beats += beatsOf(output.observations).length;
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

interface DetectorFigures extends RPeakCounts {
  readonly timesRealTime: number;
}

function runDetector(records: readonly WfdbRecord[]): DetectorFigures {
  const total = { found: 0, missed: 0, extra: 0 };
  let cpuSeconds = 0;
  let seconds = 0;
  for (const record of records) {
    const [signal] = record.signals;
    if (signal?.microvoltsPerCount === undefined) continue;
    const { microvoltsPerCount } = signal;
    const microvolts = Float32Array.from(signal.samples, (count) => count * microvoltsPerCount);
    const detector = createRPeakDetector({ samplingRateHz: record.samplingRateHz });
    const packetLength = Math.round(record.samplingRateHz * packetSeconds);
    const peaks: number[] = [];
    const before = process.cpuUsage();
    for (let from = 0; from < microvolts.length; from += packetLength) {
      peaks.push(...detector.push(microvolts.subarray(from, from + packetLength)));
    }
    cpuSeconds += cpuSecondsSince(before);
    seconds += microvolts.length / record.samplingRateHz;
    const { found, missed, extra } = countRPeaks(record, peaks);
    total.found += found;
    total.missed += missed;
    total.extra += extra;
  }
  return { ...total, timesRealTime: seconds / cpuSeconds };
}

function describe(figures: PipelineFigures & DetectorFigures): string {
  const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
  const { found, missed, extra } = figures;
  return [
    `packets to beats: ${Math.round(figures.patientsPerCore)} patients a core in real time (${patientRateHz} Hz, packets of ${packetSeconds} s), ${figures.nanosecondsPerSample.toFixed(0)} ns a sample, ${figures.snapshotBytes} bytes of state each`,
    `R peaks alone: ${Math.round(figures.timesRealTime)} x real time, sensitivity ${percent(found / (found + missed))}, positive predictivity ${percent(found / (found + extra))} (${missed} missed, ${extra} extra of ${found + missed})`,
  ].join('\n');
}
