import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

export interface TrainerMetrics {
  /** Attempts by how they ended. */
  readonly attempts: Counter<'kind' | 'outcome'>;
  readonly seconds: Histogram<'kind'>;
}

/** @param running number of jobs that run now */
export function createTrainerMetrics(registry: Registry, running: () => number): TrainerMetrics {
  new Gauge({
    name: 'beatwatch_trainer_running_jobs',
    help: 'Jobs that run now',
    registers: [registry],
    collect() {
      this.set(running());
    },
  });
  return {
    attempts: new Counter({
      name: 'beatwatch_trainer_attempts_total',
      help: 'Attempts at jobs',
      labelNames: ['kind', 'outcome'],
      registers: [registry],
    }),
    seconds: new Histogram({
      name: 'beatwatch_trainer_attempt_seconds',
      help: 'Duration of attempts at jobs',
      labelNames: ['kind'],
      buckets: [1, 5, 15, 60, 300, 900, 3600, 14_400],
      registers: [registry],
    }),
  };
}
