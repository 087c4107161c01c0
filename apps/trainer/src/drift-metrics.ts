import type { Drift } from '@beatwatch/retraining';
import { describeError, type Logger, type Service } from '@beatwatch/service-kit';
import { Gauge, type Registry } from 'prom-client';

export interface DriftMetricsOptions {
  /** Measures everybody's drift. */
  readonly measure: () => Promise<readonly Drift[]>;
  /** What is done about it. Default: nothing. */
  readonly onMeasured?: (drifts: readonly Drift[]) => Promise<void>;
  readonly registry: Registry;
  readonly logger: Logger;
  /** Default: an hour. */
  readonly everyMs?: number;
}

const hourMs = 3_600_000;

/** Measures again and again how far patients have moved since their model came into use, for `/metrics`. */
export function buildDriftMetrics({
  measure,
  onMeasured,
  registry,
  logger,
  everyMs = hourMs,
}: DriftMetricsOptions): Service & { readonly update: () => Promise<void> } {
  const patients = new Gauge({
    name: 'beatwatch_drift_patients',
    help: 'Patients by how far a measure has moved since their model came into use',
    labelNames: ['measure', 'level'],
    registers: [registry],
  });
  const update = async (): Promise<void> => {
    try {
      const drifts = await measure();
      patients.reset();
      for (const drift of drifts) patients.inc({ measure: drift.measure, level: drift.level });
      await onMeasured?.(drifts);
    } catch (error) {
      // The figures of before stay.
      logger.warn({ error: describeError(error) }, 'drift could not be measured');
    }
  };
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const begin = (): void => {
    running = update();
  };
  return {
    update,
    start() {
      timer = setInterval(begin, everyMs);
      begin();
      return Promise.resolve();
    },
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
