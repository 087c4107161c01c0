import { createRequire } from 'node:module';
import { afterEach, expect, it, vi } from 'vitest';
import './kafkajs.ts';

interface Queue {
  push(request: object): void;
  fulfillRequest(response: object): void;
}
type QueueClass = new (options: object) => Queue;

const RequestQueue = createRequire(import.meta.url)('kafkajs/src/network/requestQueue') as QueueClass;

afterEach(() => {
  vi.restoreAllMocks();
});

it('the client sets no timer with a negative delay, and none without a pending request', () => {
  const timers = vi.spyOn(globalThis, 'setTimeout');
  const log = { debug: () => undefined, warn: () => undefined };
  const queue = new RequestQueue({
    maxInFlightRequests: 1,
    requestTimeout: 1000,
    clientId: 'c',
    broker: 'b',
    logger: log,
  });
  const request = (correlationId: number): object => ({
    entry: { correlationId, resolve: () => undefined, reject: () => undefined },
    expectResponse: true,
    sendRequest: () => undefined,
  });
  queue.push(request(1));
  queue.push(request(2));
  const afterSecond = timers.mock.calls.length;
  expect(afterSecond).toBeGreaterThan(0);
  queue.fulfillRequest({ correlationId: 1, size: 0, payload: undefined });
  queue.fulfillRequest({ correlationId: 2, size: 0, payload: undefined });
  expect(timers.mock.calls.slice(afterSecond)).toEqual([]);
  for (const [, delayMs] of timers.mock.calls) expect(delayMs).toBeGreaterThan(0);
});
