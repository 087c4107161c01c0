import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { problems, type ProblemCode } from './problems/catalogue.ts';

/** Route by which a file was uploaded. */
export type Way = 'denoise' | 'job' | 'stow';

/** Counters and histograms; label values come from closed sets. */
export interface ApiMetrics {
  readonly requests: Histogram<'route' | 'method' | 'status'>;
  readonly problems: Counter<'code'>;
  readonly files: Counter<'way' | 'outcome'>;
  readonly planes: Counter;
  readonly fileSeconds: Histogram;
  readonly forwards: Counter<'outcome'>;
}

/** Values read when metrics are scraped. */
export interface Gauges {
  readonly waiting: () => number;
  readonly running: () => number;
  readonly unfinishedJobs: () => number;
  readonly memoryBytes: () => number;
  readonly storedBytes: () => number;
  readonly forwardsWaiting: () => number;
}

const secondsBuckets = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

export function createApiMetrics(registry: Registry): ApiMetrics {
  const registers = [registry];
  const metrics = {
    requests: new Histogram({
      name: 'denoise_http_request_seconds',
      help: 'Duration of requests, from the header to the end of the response',
      labelNames: ['route', 'method', 'status'],
      buckets: secondsBuckets,
      registers,
    }),
    problems: new Counter({
      name: 'denoise_problems_total',
      help: 'Requests that ended in a problem',
      labelNames: ['code'],
      registers,
    }),
    files: new Counter({
      name: 'denoise_files_total',
      help: 'Files by route and outcome',
      labelNames: ['way', 'outcome'],
      registers,
    }),
    planes: new Counter({ name: 'denoise_planes_total', help: 'Denoised planes', registers }),
    fileSeconds: new Histogram({
      name: 'denoise_file_seconds',
      help: 'Time to decode, denoise and encode a file, without waiting in the queue',
      buckets: secondsBuckets,
      registers,
    }),
    forwards: new Counter({
      name: 'denoise_forwards_total',
      help: 'Attempts to forward a result',
      labelNames: ['outcome'],
      registers,
    }),
  } as const satisfies ApiMetrics;
  for (const code of Object.keys(problems) as ProblemCode[]) metrics.problems.inc({ code }, 0);
  return metrics;
}

export function addGauges(registry: Registry, gauges: Gauges): void {
  const add = (name: string, help: string, read: () => number): void => {
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
  };
  add('denoise_files_waiting', 'Files in the queue', gauges.waiting);
  add('denoise_files_running', 'Files being denoised', gauges.running);
  add('denoise_jobs_unfinished', 'Unfinished jobs and STOW-RS requests', gauges.unfinishedJobs);
  add('denoise_upload_memory_bytes', 'Bytes of uploads in memory', gauges.memoryBytes);
  add('denoise_stored_bytes', 'Bytes of encrypted jobs and results on disk', gauges.storedBytes);
  add('denoise_forwards_waiting', 'Results waiting to be forwarded', gauges.forwardsWaiting);
}
