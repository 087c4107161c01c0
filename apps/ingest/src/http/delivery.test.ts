import { patientId, topics } from '@beatwatch/contracts';
import { createLogger } from '@beatwatch/service-kit';
import { StreamError, type OutgoingMessage } from '@beatwatch/stream';
import { describe, expect, it } from 'vitest';
import { createDelivery, type DeliveryOptions } from './delivery.ts';

const packet = (bytes: number) => ({ patientId: patientId('p-1'), value: new Uint8Array(bytes) });

function bench(send: DeliveryOptions['producer']['send']) {
  const logged: string[] = [];
  const logger = {
    ...createLogger('test', 'silent'),
    warn: () => logged.push('unavailable'),
    info: () => logged.push('available'),
  } as unknown as DeliveryOptions['logger'];
  return {
    logged,
    deliver: createDelivery({ producer: { send }, logger, acknowledgeMs: 50, maxWaitingBytes: 1000 }),
  };
}

describe('createDelivery', () => {
  it('sends packets keyed by patient and waits for the broker', async () => {
    const sent: [string, readonly OutgoingMessage[]][] = [];
    const { deliver } = bench((topic, messages) => {
      sent.push([topic, messages]);
      return Promise.resolve();
    });
    expect(await deliver([packet(3), packet(4)])).toBe(true);
    expect(
      sent.map(([topic, messages]) => [topic, messages.map(({ key, value }) => [key, value.length])]),
    ).toEqual([
      [
        topics.packets,
        [
          ['p-1', 3],
          ['p-1', 4],
        ],
      ],
    ]);
  });

  it('logs once that the broker is unavailable and once that it is back', async () => {
    let down = true;
    const { logged, deliver } = bench(() =>
      down ? Promise.reject(new StreamError('gone', { code: 'unavailable' })) : Promise.resolve(),
    );
    expect([await deliver([packet(1)]), await deliver([packet(1)])]).toEqual([false, false]);
    down = false;
    expect([await deliver([packet(1)]), await deliver([packet(1)])]).toEqual([true, true]);
    expect(logged).toEqual(['unavailable', 'available']);
  });

  it('bounds the waiting time and the bytes that wait', async () => {
    const waiting: (() => void)[] = [];
    const { deliver } = bench(() => new Promise((resolve) => waiting.push(resolve)));
    expect(await deliver([packet(900)])).toBe(false);
    const began = performance.now();
    expect(await deliver([packet(200)])).toBe(false);
    expect(performance.now() - began).toBeLessThan(40);
    expect(waiting).toHaveLength(1);
    waiting[0]!();
    await new Promise(setImmediate);
    const last = deliver([packet(200)]);
    expect(waiting).toHaveLength(2);
    waiting[1]!();
    expect(await last).toBe(true);
  });
});
