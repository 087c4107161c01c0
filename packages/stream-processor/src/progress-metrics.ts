import { Gauge, type Registry } from 'prom-client';
import type { ProcessingProgress } from './processing-progress.ts';

/** @param name of the stream processor, before the name of each metric */
export function registerProgressMetrics(
  registry: Registry,
  name: string,
  progress: ProcessingProgress,
): void {
  const gauge = (suffix: string, help: string, read: () => number | undefined): Gauge =>
    new Gauge({
      name: `${name}_${suffix}`,
      help,
      registers: [registry],
      collect() {
        const value = read();
        if (value !== undefined) this.set(value);
      },
    });
  const ageSeconds = (atMs: number | undefined): number | undefined =>
    atMs === undefined ? undefined : (performance.now() - atMs) / 1000;
  gauge(
    'oldest_waiting_seconds',
    'How long the oldest batch in hand has waited for its effects',
    () => progress.waitingMs(performance.now()) / 1000,
  );
  gauge('last_stored_age_seconds', 'Since effects were last stored and published', () =>
    ageSeconds(progress.storedMs),
  );
  gauge('last_commit_age_seconds', 'Since positions were last committed', () =>
    ageSeconds(progress.committedMs),
  );
}
