import type { DeliveryRepository } from '@beatwatch/timescale';
import { Counter, Gauge, type Registry } from 'prom-client';

export interface NotifierMetrics {
  readonly attempts: Pick<Counter<'receiver' | 'outcome'>, 'inc'>;
  readonly passedOver: Pick<Counter, 'inc'>;
  /** Takes over how the deliveries stand. */
  update(summaries: Awaited<ReturnType<DeliveryRepository['summaries']>>, nowUs: number): void;
}

export function notifierMetrics(registry: Registry): NotifierMetrics {
  const registers = [registry];
  const labelNames = ['receiver'] as const;
  const waiting = new Gauge({
    name: 'notifier_waiting_deliveries',
    help: 'Changes of alarms that wait to be delivered',
    labelNames,
    registers,
  });
  const oldest = new Gauge({
    name: 'notifier_oldest_waiting_seconds',
    help: 'How long the oldest of them has waited',
    labelNames,
    registers,
  });
  const dead = new Gauge({
    name: 'notifier_dead_deliveries',
    help: 'Changes of alarms that were given up and can be sent again',
    labelNames,
    registers,
  });
  return {
    attempts: new Counter({
      name: 'notifier_attempts_total',
      help: 'Attempts at deliveries',
      labelNames: ['receiver', 'outcome'],
      registers,
    }),
    passedOver: new Counter({
      name: 'notifier_unusable_messages_total',
      help: 'Messages of the stream that could not be told and were passed over',
      registers,
    }),
    update(summaries, nowUs) {
      for (const gauge of [waiting, oldest, dead]) gauge.reset();
      for (const { receiver, oldestWaitingUs = nowUs, ...counts } of summaries) {
        waiting.set({ receiver }, counts.waiting);
        oldest.set({ receiver }, Math.max(0, nowUs - oldestWaitingUs) / 1_000_000);
        dead.set({ receiver }, counts.dead);
      }
    },
  };
}
