import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { upperMedian } from '@beatwatch/statistics';
import { PythonUnavailableError } from '../../../test/stack/python.ts';
import type { Contender } from './contender.ts';
import { patientRateHz, runPatients } from './many-patients.ts';
import { ourContenders, packetSeconds } from './our-contenders.ts';
import { countRPeaks } from './r-peaks.ts';
import { readRecordings, type Recording } from './recordings.ts';
import { sleepEcgPeer } from './sleepecg-peer.ts';

interface Row {
  readonly who: string;
  /** Seconds of recording processed in a second of processor time, at the recordings' sampling rate. */
  readonly timesRealTime: number;
  /** Speed relative to SleepECG; undefined without it. */
  readonly timesSleepEcg?: number;
  readonly sensitivity: number;
  readonly positivePredictivity: number;
  readonly missed: number;
  readonly extra: number;
}

export const usage = `npm run bench -- ingest [--records FOLDER] [--patients 2000] [--seconds 30] [--rounds 3] [--json]

The throughput of one core: patients in real time for the whole pipeline, then R peaks alone and the whole pipeline
against SleepECG's detector, which reads a whole recording at once. The contenders alternate on each recording; its time
is the median of the rounds.`;

export async function main(args: string[]): Promise<object> {
  const { values } = parseArgs({
    args,
    options: {
      records: { type: 'string', default: join(process.env['ECG_DATA_DIR'] ?? '../shared/data', 'mitdb') },
      patients: { type: 'string', default: '2000' },
      seconds: { type: 'string', default: '30' },
      rounds: { type: 'string', default: '3' },
      json: { type: 'boolean', default: false },
    },
  });
  const recordings = await readRecordings(values.records);
  runPatients(recordings, 10, 60); // Warm-up.
  const manyPatients = runPatients(recordings, Number(values.patients), Number(values.seconds));
  const contenders = [...ourContenders, ...(await peers())];
  const rows = await compare(contenders, recordings, Number(values.rounds));
  for (const contender of contenders) contender.close();
  const figures = { ...manyPatients, records: recordings.length, rows };
  if (values.json) return figures;
  const { patientsPerCore, nanosecondsPerSample, snapshotBytes } = manyPatients;
  console.log(
    `packets to beats, quality and fibrillation index: ${Math.round(patientsPerCore)} patients a core in real time (${patientRateHz} Hz, packets of ${packetSeconds} s), ${nanosecondsPerSample.toFixed(0)} ns a sample, ${snapshotBytes} bytes of state each`,
  );
  console.table(rows.map(described));
  return figures;
}

async function peers(): Promise<readonly Contender[]> {
  try {
    return [
      await sleepEcgPeer((text) => {
        console.error(text);
      }),
    ];
  } catch (error) {
    if (!(error instanceof PythonUnavailableError)) throw error;
    console.error(`without SleepECG: ${error.message}`);
    return [];
  }
}

async function compare(
  contenders: readonly Contender[],
  recordings: readonly Recording[],
  rounds: number,
): Promise<readonly Row[]> {
  const totals = contenders.map(() => ({ cpuSeconds: 0, found: 0, missed: 0, extra: 0 }));
  let seconds = 0;
  for (const recording of recordings) {
    seconds += recording.samples.length / recording.samplingRateHz;
    const times: number[][] = contenders.map(() => []);
    for (let round = 0; round < rounds; round += 1) {
      for (const [index, contender] of contenders.entries()) {
        const { peaks, cpuSeconds } = await contender.run(recording);
        times[index]?.push(cpuSeconds);
        const total = totals[index];
        if (round > 0 || total === undefined) continue;
        const { found, missed, extra } = countRPeaks(recording.record, peaks);
        total.found += found;
        total.missed += missed;
        total.extra += extra;
      }
    }
    for (const [index, total] of totals.entries())
      total.cpuSeconds += upperMedian(times[index] ?? []) ?? Number.NaN;
  }
  const peerSeconds = totals[contenders.findIndex(({ isPeer }) => isPeer)]?.cpuSeconds;
  return totals.map(({ cpuSeconds, found, missed, extra }, index) => ({
    who: contenders[index]?.name ?? '',
    timesRealTime: seconds / cpuSeconds,
    ...(peerSeconds !== undefined && { timesSleepEcg: peerSeconds / cpuSeconds }),
    sensitivity: found / (found + missed),
    positivePredictivity: found / (found + extra),
    missed,
    extra,
  }));
}

function described(row: Row): Record<string, string | number> {
  const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
  return {
    'first lead of each record': row.who,
    'x real time, one core': Math.round(row.timesRealTime),
    ...(row.timesSleepEcg !== undefined && { 'x SleepECG': Number(row.timesSleepEcg.toFixed(2)) }),
    sensitivity: percent(row.sensitivity),
    'positive predictivity': percent(row.positivePredictivity),
    missed: row.missed,
    extra: row.extra,
  };
}
