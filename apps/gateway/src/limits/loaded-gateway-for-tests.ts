// A process of its own for tests: a gateway with many patients, whose memory is asked for by message.
import process from 'node:process';
import { topics } from '@beatwatch/contracts';
import { createLogger, createRegistry } from '@beatwatch/service-kit';
import { createInProcessStream } from '@beatwatch/stream';
import { buildGateway } from '../gateway.ts';
import { gatewayMetrics } from '../metrics.ts';
import { packet } from '../test-messages.ts';

const patients = 200;
const packetsMs = 300;

const stream = createInProcessStream();
const registry = createRegistry('gateway');
const gateway = buildGateway({
  stream,
  logger: createLogger('gateway', 'silent'),
  secret: 's'.repeat(32),
  port: 0,
  metrics: gatewayMetrics(registry),
  waitingLimits: { maxStallMs: 10_000, maxTotalWaitingBytes: 24 * 1_048_576 },
});
await gateway.start();
const producer = await stream.producer();
let index = 0;
setInterval(() => {
  const messages = Array.from({ length: patients }, (_, id) => ({
    key: `p${id}`,
    value: packet(`p${id}`, index),
  }));
  index += 1;
  void producer.send(topics.packets, messages);
}, packetsMs);

/** Values of a metric by the label `reason`; '' without one. */
async function valuesOf(name: string): Promise<Readonly<Record<string, number>>> {
  const metric = registry.getSingleMetric(name);
  const { values } = (await metric?.get()) ?? { values: [] };
  return Object.fromEntries(values.map(({ labels, value }) => [String(labels['reason'] ?? ''), value]));
}

process.on('message', () => {
  void Promise.all([valuesOf('gateway_clients'), valuesOf('gateway_cut_clients_total')]).then(
    ([clients, cut]) => {
      globalThis.gc?.();
      process.send?.({ rssBytes: process.memoryUsage.rss(), clients: clients[''], cut });
    },
  );
});
process.once('disconnect', () => process.exit(0));
process.send?.({ port: gateway.port });
