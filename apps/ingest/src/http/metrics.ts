import { Counter, type Registry } from 'prom-client';

/** Formats that devices post. */
export type PostedFormat = 'protobuf' | 'json' | 'fhir' | 'polar';

/** Counts what was posted; labels come from closed sets. */
export interface HttpMetrics {
  readonly packets: Counter<'format'>;
  readonly faults: Counter<'format'>;
  readonly deferred: Counter<'format'>;
}

export function createHttpMetrics(registry: Registry): HttpMetrics {
  const counter = (name: string, help: string): Counter<'format'> =>
    new Counter({ name, help, labelNames: ['format'], registers: [registry] });
  return {
    packets: counter('ingest_http_packets_total', 'Packets taken over HTTP'),
    faults: counter('ingest_http_faults_total', 'Parts of posts that could not be used'),
    deferred: counter('ingest_http_deferred_total', 'Posts that are to come again, as the broker was away'),
  };
}
