import type { SimulatedBroker } from '../broker/simulated-broker.ts';
import { delay } from '../clock.ts';
import type { Surroundings } from '../database/simulated-database.ts';
import type { DeviceMessage } from './bank.ts';

const encoder = new TextEncoder();

/** Sends what devices send, over links that repeat, delay and swap messages; while the broker is away they wait. */
export async function sendMessages(
  messages: readonly DeviceMessage[],
  { broker, chance, weather, nowMs }: Surroundings & { readonly broker: SimulatedBroker },
): Promise<void> {
  const repeats = chance.next() * 0.1;
  const delays = chance.next() * 0.1;
  // On their way, in order of arrival.
  const arriving = messages
    .flatMap((message) => {
      const atMs = message.atMs + chance.ms(0, 30) + (chance.happens(delays) ? chance.ms(100, 4000) : 0);
      const copies = chance.happens(repeats) ? [atMs, atMs + chance.ms(0, 3000)] : [atMs];
      return copies.map((arrivesMs) => ({ ...message, atMs: arrivesMs }));
    })
    .sort((one, other) => one.atMs - other.atMs);
  for (const { atMs, topic, key, value } of arriving) {
    if (atMs > nowMs()) await delay(atMs - nowMs());
    while (weather.isBrokerDown) await delay(chance.ms(50, 300));
    broker.append(topic, broker.partitionOf(key), [
      { key: encoder.encode(key), value, timestampMs: nowMs() },
    ]);
  }
}
