import { availableParallelism } from 'node:os';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { upperMedian } from '@beatwatch/statistics';
import { PythonUnavailableError } from '../../../test/stack/python.ts';
import type { Contender, Duration, NoisySlice } from './contender.ts';
import { filterPeers } from './filters-peer.ts';
import { noisySlice, usualSlice } from './noisy-slice.ts';
import { ourFilters, ourNetwork, ourNetworkOnGpu } from './our-denoisers.ts';

interface Row {
  readonly denoiser: string;
  readonly medianMs: number;
  /** Of all cores together. */
  readonly medianCpuMs: number;
  /** Time of each peer divided by that of the network, by wall clock and by processor time. */
  readonly timesNetwork: number;
  readonly timesNetworkCpu: number;
}

export const usage = `npm run bench -- denoise [--file SLICE.dcm] [--rounds 5] [--slices 200] [--threads N] [--json]

One CT slice at a simulated low dose, denoised by the network, by our filters, by scikit-image's fast non-local means and
by PyPI's bm3d, alternating on the same cores; then a series of slices by the network, one after the other.`;

export async function main(args: string[]): Promise<object> {
  const { values } = parseArgs({
    args,
    options: {
      file: { type: 'string', default: usualSlice },
      rounds: { type: 'string', default: '5' },
      slices: { type: 'string', default: '200' },
      threads: { type: 'string', default: String(Math.min(4, availableParallelism())) },
      json: { type: 'boolean', default: false },
    },
  });
  const slice = await noisySlice(values.file, 1e5);
  const network = await ourNetwork(Number(values.threads));
  // The series runs first, so that its peak of memory is the network's alone.
  const series = await runSeries(network, slice, Number(values.slices));
  const contenders = [network, ...(await ourNetworkOnGpu()), ...ourFilters(), ...(await peers())];
  const rows = await compare(contenders, slice, Number(values.rounds));
  await Promise.all(contenders.map((contender) => contender.close()));
  if (!values.json) {
    console.table(rows);
    console.table([series]);
  }
  return { rows, series };
}

interface Series {
  readonly slices: number;
  readonly msPerSlice: number;
  /** Peak memory of the process, with its threads and their networks. */
  readonly peakMib: number;
  /** Peak memory after the first slice; the difference grows with the series. */
  readonly peakAfterFirstMib: number;
}

async function runSeries(network: Contender, slice: NoisySlice, slices: number): Promise<Series> {
  await network.run(slice);
  const peakAfterFirstMib = peakMib();
  const startedMs = performance.now();
  for (let index = 0; index < slices; index++) {
    // Each slice is a new copy, as if just read.
    const values = slice.image.values.map((hu) => hu + (index % 7));
    await network.run({ ...slice, image: { ...slice.image, values } });
  }
  const msPerSlice = (performance.now() - startedMs) / slices;
  return { slices, msPerSlice, peakMib: peakMib(), peakAfterFirstMib };
}

const peakMib = (): number => process.resourceUsage().maxRSS / 1024;

async function peers(): Promise<readonly Contender[]> {
  try {
    return await filterPeers((text) => {
      console.error(text);
    });
  } catch (error) {
    if (!(error instanceof PythonUnavailableError)) throw error;
    console.error(`without scikit-image and bm3d: ${error.message}`);
    return [];
  }
}

/** Contenders alternate, so that other load on the machine affects all of them alike. */
async function compare(contenders: readonly Contender[], slice: NoisySlice, rounds: number): Promise<Row[]> {
  const durations = new Map<Contender, Duration[]>(contenders.map((contender) => [contender, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const [contender, done] of durations) {
      const duration = await contender.run(slice);
      // The first round warms up.
      if (round > 0) done.push(duration);
    }
  }
  const medians = [...durations].map(([{ name }, done]) => ({
    name,
    ms: upperMedian(done.map(({ ms }) => ms)) ?? Number.NaN,
    cpuMs: upperMedian(done.map(({ cpuMs }) => cpuMs)) ?? Number.NaN,
  }));
  const [network] = medians;
  return medians.map(({ name, ms, cpuMs }) => ({
    denoiser: name,
    medianMs: Math.round(ms),
    medianCpuMs: Math.round(cpuMs),
    timesNetwork: Number((ms / (network?.ms ?? ms)).toFixed(2)),
    timesNetworkCpu: Number((cpuMs / (network?.cpuMs ?? cpuMs)).toFixed(2)),
  }));
}
