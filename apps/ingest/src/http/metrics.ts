import { Counter, type Registry } from 'prom-client';

/** Counters of posted packets; label values come from closed sets. */
export interface HttpMetrics {
  readonly packets: Counter<'format'>;
  readonly faults: Counter<'format'>;
  readonly deferred: Counter<'format'>;
}

export function createHttpMetrics(registry: Registry): HttpMetrics {
  const counter = (name: string, help: string): Counter<'format'> =>
    new Counter({ name, help, labelNames: ['format'], registers: [registry] });
  return {
    packets: counter('ingest_http_packets_total', 'Packets accepted over HTTP'),
    faults: counter('ingest_http_faults_total', 'Invalid parts of posts'),
    deferred: counter(
      'ingest_http_deferred_total',
      'Posts refused with 503 because the broker was unavailable',
    ),
  };
}
