import { Counter, Gauge, type Registry } from 'prom-client';
import type { Fleet, FleetStats } from './fleet/transmission.ts';

/** Exposes the fleet's counts as metrics. */
export function exposeFleet(fleet: Fleet, registry: Registry): void {
  const registers = [registry];
  const counter = (name: string, help: string, value: (stats: FleetStats) => number): void => {
    new Counter({
      name,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(value(fleet.stats()));
      },
    });
  };
  counter('simulator_packets_sent_total', 'Packets acknowledged by the broker', (stats) => stats.packetsSent);
  counter(
    'simulator_send_failures_total',
    'Failed sends, all of them repeated',
    (stats) => stats.sendFailures,
  );
  new Gauge({
    name: 'simulator_lag_seconds',
    help: 'Delay of the last packets behind schedule',
    registers,
    collect() {
      this.set(fleet.stats().lagMs / 1000);
    },
  });
}
