import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { problems, type ProblemCode } from './problems/catalogue.ts';

/** How an upload came in. */
export type Way = 'denoise' | 'job' | 'stow';

/** What is counted; labels come from closed sets. */
export interface ApiMetrics {
  readonly requests: Histogram<'route' | 'method' | 'status'>;
  readonly problems: Counter<'code'>;
  readonly files: Counter<'way' | 'outcome'>;
  readonly planes: Counter;
  readonly fileSeconds: Histogram;
  readonly forwards: Counter<'outcome'>;
}

/** What is looked at when somebody asks for the metrics. */
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
      help: 'Requests, from the head to the end of the answer',
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
      help: 'Files that were denoised, or could not be',
      labelNames: ['way', 'outcome'],
      registers,
    }),
    planes: new Counter({ name: 'denoise_planes_total', help: 'Planes that were denoised', registers }),
    fileSeconds: new Histogram({
      name: 'denoise_file_seconds',
      help: 'Decoding, denoising and encoding of a file, without the wait for its turn',
      buckets: secondsBuckets,
      registers,
    }),
    forwards: new Counter({
      name: 'denoise_forwards_total',
      help: 'Attempts to hand a result to another DICOMweb server',
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
  add('denoise_files_waiting', 'Files that wait for their turn', gauges.waiting);
  add('denoise_files_running', 'Files that are denoised now', gauges.running);
  add('denoise_jobs_unfinished', 'Jobs and STOW-RS requests that are not done', gauges.unfinishedJobs);
  add('denoise_upload_memory_bytes', 'Uploads in memory', gauges.memoryBytes);
  add('denoise_stored_bytes', 'Unfinished jobs and results on disk, encrypted', gauges.storedBytes);
  add(
    'denoise_forwards_waiting',
    'Results that another DICOMweb server has not taken yet',
    gauges.forwardsWaiting,
  );
}
