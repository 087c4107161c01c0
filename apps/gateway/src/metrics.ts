import { Counter, Gauge, type Registry } from 'prom-client';

export interface GatewayMetrics {
  readonly clients: Pick<Gauge, 'inc' | 'dec'>;
  readonly skippedTicks: Pick<Counter, 'inc'>;
  readonly unreadable: Pick<Counter, 'inc'>;
}

export function gatewayMetrics(registry: Registry): GatewayMetrics {
  const registers = [registry];
  return {
    clients: new Gauge({ name: 'gateway_clients', help: 'Connected browsers', registers }),
    skippedTicks: new Counter({
      name: 'gateway_skipped_ticks_total',
      help: 'Ticks not sent because a client fell behind',
      registers,
    }),
    unreadable: new Counter({
      name: 'gateway_unreadable_messages_total',
      help: 'Messages of the stream that could not be decoded and were skipped',
      registers,
    }),
  };
}
