/** One benchmark: its figures are printed as they come, unless `--json` stands in the arguments, and returned. */
export interface Benchmark {
  /** The command with its options, an empty line, and what is measured. */
  readonly usage: string;
  /** @throws where an option is unknown, or something that the benchmark needs is missing */
  readonly main: (args: string[]) => Promise<object>;
}

/** Every figure of speed that Beatwatch claims comes from one of these, by the name that `npm run bench` takes. */
export const benchmarks: Readonly<Record<string, () => Promise<Benchmark>>> = {
  contracts: () => import('../../packages/contracts/bench/contracts.ts'),
  dashboard: () => import('./dashboard/dashboard.ts'),
  ingest: () => import('../../packages/ecg/bench/ingest.ts'),
  denoise: () => import('../../packages/denoiser/bench/denoise.ts'),
  engines: () => import('../../packages/model-core/bench/engines.ts'),
  gpu: () => import('./gpu/gpu.ts'),
  stream: () => import('../../packages/stream/bench/stream.ts'),
  timescale: () => import('../../packages/timescale/bench/timescale.ts'),
  pipeline: () => import('./pipeline/pipeline.ts'),
  rescore: () => import('./rescore.ts'),
  recovery: () => import('./recovery.ts'),
  retrain: () => import('./retrain/retrain.ts'),
  scorer: () => import('./scorer/scorer.ts'),
};
