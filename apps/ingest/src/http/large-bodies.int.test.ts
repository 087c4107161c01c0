import { createLogger, createRegistry } from '@beatwatch/service-kit';
import { createInProcessStream, type MessageStream } from '@beatwatch/stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBodyReader } from './body-reader.ts';
import { buildPacketServer, type PacketServer } from './server.ts';
import { onArrival } from './test-arrivals.ts';

const largest = 8 * 1_048_576;
const repeated = (unit: string, open: string, close: string, bytes = largest - 100): string =>
  open + unit.repeat(Math.floor(bytes / unit.length)).slice(0, -1) + close;

const packet = {
  patientId: 'p-1',
  deviceId: 'd-1',
  lead: 'II',
  samplingRateHz: 250,
  lastSampleTimeUs: 1_750_000_000_000_000,
  microvoltsPerCount: 5,
  samples: [1, -2, 3],
};
const observation = {
  resourceType: 'Observation',
  status: 'final',
  code: { coding: [{ system: 'urn:iso:std:iso:11073:10101', code: '131330' }] },
  subject: { reference: 'Patient/p-2' },
  effectiveDateTime: '2026-03-01T10:00:00Z',
};
const sampled = (data: string): string =>
  JSON.stringify({
    ...observation,
    valueSampledData: { origin: { value: 0, code: 'uV' }, period: 4, dimensions: 1, data },
  });

/** Bodies of the largest size, each the costliest of its kind that was found. */
const costly: readonly [string, string, () => string][] = [
  ['empty objects', '/v1/packets', () => repeated('{},', '[', ']')],
  ['arrays within each other', '/v1/packets', () => '['.repeat(4_000_000) + ']'.repeat(4_000_000)],
  [
    'keys that are all different',
    '/v1/fhir',
    () => `{${Array.from({ length: 600_000 }, (_, index) => `"k${index}":0`).join(',')}}`,
  ],
  ['gaps', '/v1/fhir/Observation', () => sampled(`1 ${'E '.repeat(600)}`.repeat(6000))],
  [
    'packets that go back in time',
    '/v1/packets',
    () =>
      JSON.stringify(
        Array.from({ length: 4000 }, (_, index) => ({
          ...packet,
          lastSampleTimeUs: packet.lastSampleTimeUs - index * 1e6,
        })),
      ),
  ],
];

describe('posts of the largest size', () => {
  let stream: MessageStream;
  let http: PacketServer;
  let arrived = 0;
  const post = (path: string, body: string): Promise<Response> =>
    fetch(`http://127.0.0.1:${http.port}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });

  beforeAll(async () => {
    stream = createInProcessStream();
    await onArrival(stream, ({ patientId }) => {
      if (patientId === 'p-1') arrived += 1;
    });
    http = buildPacketServer({
      stream,
      logger: createLogger('test', 'silent'),
      registry: createRegistry('test'),
      port: 0,
    });
    await http.start();
    // The first one waits for the thread to start.
    await post('/v1/packets', JSON.stringify(Array.from({ length: 1000 }, () => packet)));
  });
  afterAll(async () => {
    await http.stop();
    await stream.stop();
  });

  it.each(costly)('keep no other device waiting: %s', async (name, path, bodyOf) => {
    const body = bodyOf();
    const before = arrived;
    const startedMs = performance.now();
    const pending = post(path, body);
    const state = { ended: false };
    const ended = pending.finally(() => (state.ended = true));
    let [sent, longestGapMs, lastMs] = [0, 0, startedMs];
    while (sent < 3 || !state.ended) {
      expect((await post('/v1/packets', JSON.stringify(packet))).status).toBe(202);
      sent += 1;
      longestGapMs = Math.max(longestGapMs, performance.now() - lastMs);
      lastMs = performance.now();
    }
    await ended;
    const totalMs = lastMs - startedMs;
    console.info(`${name}: ${totalMs.toFixed(0)} ms, others waited for ${longestGapMs.toFixed(0)} ms`);
    // Read by the thread that serves the others, it would be nearly all of the time.
    expect(longestGapMs).toBeLessThan(totalMs / 2);
    expect((await pending).status).toBeLessThan(500);
    await expect.poll(() => arrived - before).toBeGreaterThanOrEqual(sent);
  });
});

describe('a body reader', () => {
  it('ends what takes too long, and reads the next body', async () => {
    const reader = createBodyReader({ limitMs: 300 });
    const endless = Buffer.from(repeated('{},', '[', ']'));
    await expect(reader.read('json', endless, new Map())).rejects.toMatchObject({ statusCode: 413 });
    const next = await reader.read(
      'json',
      Buffer.from(JSON.stringify([packet, ' '.repeat(40_000)])),
      new Map(),
    );
    expect(next).toMatchObject({ packets: [{ patientId: 'p-1' }], faultCount: 1 });
    await reader.stop();
  });

  it('refuses more large bodies than it has room for, with another try later', async () => {
    const reader = createBodyReader();
    const large = Buffer.from(repeated('{},', '[', ']', 1_000_000));
    const results = await Promise.allSettled(
      Array.from({ length: 30 }, () => reader.read('json', large, new Map())),
    );
    const refused = results.filter(({ status }) => status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    for (const result of refused) expect(result).toMatchObject({ reason: { statusCode: 503 } });
    expect(results.some(({ status }) => status === 'fulfilled')).toBe(true);
    await reader.stop();
  });
});
