import { Counter, Gauge, type Registry } from 'prom-client';
import type { JudgingMonitor } from './judging/judging-monitor.ts';

export interface GatewayMetrics {
  readonly clients: Pick<Gauge, 'inc' | 'dec'>;
  readonly skippedTicks: Pick<Counter, 'inc'>;
  readonly cut: Pick<Counter<'reason'>, 'inc'>;
  readonly unreadable: Pick<Counter, 'inc'>;
  /** Measures how far judging is behind, whenever the metrics are read. */
  readonly watch: (judging: JudgingMonitor) => void;
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
    cut: new Counter({
      name: 'gateway_cut_clients_total',
      help: 'Clients cut because they sent too much or read too little',
      labelNames: ['reason'],
      registers,
    }),
    unreadable: new Counter({
      name: 'gateway_unreadable_messages_total',
      help: 'Messages of the stream that could not be decoded and were skipped',
      registers,
    }),
    watch(judging) {
      new Gauge({
        name: 'gateway_oldest_unjudged_seconds',
        help: 'How long the oldest live message has waited to be judged',
        registers,
        collect() {
          this.set(judging.state.oldestUnjudgedMs / 1000);
        },
      });
      new Gauge({
        name: 'gateway_unjudged_patients',
        help: 'Patients whose signal has not been judged for more than 5 s',
        registers,
        collect() {
          this.set(judging.unjudgedPatients);
        },
      });
      new Gauge({
        name: 'gateway_unjudged_messages',
        help: 'Live messages received that ingest or the scorer has not judged: their lag',
        labelNames: ['part'],
        registers,
        collect() {
          for (const part of ['ingest', 'scorer'] as const) this.set({ part }, judging.messagesWaiting(part));
        },
      });
    },
  };
}
