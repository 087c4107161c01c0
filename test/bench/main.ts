import process from 'node:process';

/** `npm run bench -- NAME [options]`: every figure of speed that Beatwatch claims comes from one of these. */
const benchmarks: Readonly<Record<string, () => Promise<{ main: (args: string[]) => Promise<void> }>>> = {
  contracts: () => import('../../packages/contracts/bench/contracts.ts'),
  ingest: () => import('../../packages/ecg/bench/ingest.ts'),
  denoise: () => import('../../packages/denoiser/bench/denoise.ts'),
  engines: () => import('../../packages/model-core/bench/engines.ts'),
  stream: () => import('../../packages/stream/bench/stream.ts'),
  timescale: () => import('../../packages/timescale/bench/timescale.ts'),
  pipeline: () => import('./pipeline.ts'),
  recovery: () => import('./recovery.ts'),
};

const [name, ...args] = process.argv.slice(2);
const benchmark = name === undefined ? undefined : benchmarks[name];
if (benchmark === undefined) {
  console.error(`usage: npm run bench -- NAME, where NAME is one of ${Object.keys(benchmarks).join(', ')}`);
  process.exit(2);
}
const { main } = await benchmark();
await main(args);
process.exit(0);
