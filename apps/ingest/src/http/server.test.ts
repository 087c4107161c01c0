import { decodePacket, encodePacket, topics, type Packet } from '@beatwatch/contracts';
import { createLogger, createRegistry } from '@beatwatch/service-kit';
import { httpFace, httpFaceOf, unauthorized, withWrongToken } from '@beatwatch/service-kit/testing';
import { createInProcessStream, StreamError, type MessageStream } from '@beatwatch/stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Storage } from '../storage.ts';
import { readHttpConfig } from './config.ts';
import { buildPacketServer, type PacketServer, type PacketServerOptions } from './server.ts';

const packet = {
  patientId: 'p-1',
  deviceId: 'd-1',
  lead: 'II',
  sequence: 0,
  samplingRateHz: 250,
  lastSampleTimeUs: 1_750_000_000_000_000,
  microvoltsPerCount: 5,
  samples: [1, -2, 3],
};
const asPacket = { ...packet, samples: Int16Array.from(packet.samples) } as unknown as Packet;
const observation = {
  resourceType: 'Observation',
  status: 'final',
  code: { coding: [{ system: 'urn:iso:std:iso:11073:10101', code: '131330' }] },
  subject: { reference: 'Patient/p-2' },
  effectiveDateTime: '2026-03-01T10:00:00Z',
  valueSampledData: { origin: { value: 0, code: 'uV' }, period: 4, dimensions: 1, data: '1 2' },
};

describe('the packet server', () => {
  let stream: MessageStream;
  let http: PacketServer;
  let arrived: Packet[];

  const start = async (options: Partial<PacketServerOptions> = {}): Promise<void> => {
    http = buildPacketServer({
      stream,
      logger: createLogger('test', 'silent'),
      registry: createRegistry('test'),
      port: 0,
      ...options,
    });
    await http.start();
  };
  const post = async (
    path: string,
    body: unknown,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; type: string | null; body: Record<string, unknown>; headers: Headers }> => {
    const raw = body instanceof Uint8Array || typeof body === 'string';
    const response = await fetch(`http://127.0.0.1:${http.port}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: raw ? (body as string) : JSON.stringify(body),
    });
    const type = response.headers.get('content-type');
    return {
      status: response.status,
      type,
      body: (await response.json()) as Record<string, unknown>,
      headers: response.headers,
    };
  };

  beforeEach(async () => {
    stream = createInProcessStream();
    arrived = [];
    await stream.ensureTopics([topics.packets]);
    await stream.consume({
      groupId: 'test',
      topics: [topics.packets],
      from: 'earliest',
      onBatch: ({ messages }) => {
        for (const { key, value } of messages) {
          const read = decodePacket(value);
          expect(Buffer.from(key).toString()).toBe(read.patientId);
          arrived.push(read);
        }
        return Promise.resolve();
      },
    });
  });
  afterEach(async () => {
    await http.stop();
    await stream.stop();
  });

  it('refuses packets while there is no space, unread, and takes them as soon as there is', async () => {
    const storage = new Storage();
    await start({ storage });
    storage.level = 'full';
    const refused = await post('/v1/packets', '{"not": "even JSON');
    expect([refused.status, refused.type]).toEqual([507, 'application/problem+json']);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(30);
    expect((await fetch(`http://127.0.0.1:${http.port}/healthz`)).status).toBe(200);
    for (const level of ['short', 'low', 'enough'] as const) {
      storage.level = level;
      expect((await post('/v1/packets', packet)).status).toBe(202);
    }
    await expect.poll(() => arrived.length).toBe(3);
  });

  it('publishes packets of every format keyed by patient', async () => {
    await start();
    const protobuf = { 'content-type': 'application/x-protobuf' };
    const polar = { patientId: 'p-3', deviceId: 'h10', timeStamp: '826000000000000000', samples: [1, 2] };
    const responses = [
      await post('/v1/packets', encodePacket(asPacket), protobuf),
      await post('/v1/packets', [packet, packet]),
      await post('/v1/fhir/Observation', observation, {
        'content-type': 'application/fhir+json; charset=utf-8',
      }),
      await post('/v1/fhir', { resourceType: 'Bundle', entry: [{ resource: observation }, {}] }),
      await post('/v1/polar', polar),
    ];
    expect(responses.map(({ status, body }) => [status, body['accepted'], body['ignored']])).toEqual([
      [202, 1, 0],
      [202, 2, 0],
      [202, 1, 0],
      [202, 1, 1],
      [202, 1, 0],
    ]);
    await expect.poll(() => arrived.length).toBe(6);
    const ofPatient = (id: string): Packet[] => arrived.filter(({ patientId }) => patientId === id);
    expect(ofPatient('p-1')).toEqual([asPacket, asPacket, asPacket]);
    expect(ofPatient('p-2')).toMatchObject([
      { deviceId: 'fhir', lead: 'II' },
      { deviceId: 'fhir', lead: 'II' },
    ]);
    expect(ofPatient('p-3')).toMatchObject([{ samplingRateHz: 130, microvoltsPerCount: 1 }]);
  });

  it('accepts the valid packets of an array and reports the faults of the others', async () => {
    await start();
    const mixed = await post('/v1/packets', [packet, { ...packet, samplingRateHz: 7 }]);
    const fault = { index: 1, field: 'samplingRateHz', found: '7', expected: 'a number from 50 to 2000' };
    expect(mixed).toMatchObject({ status: 207, body: { accepted: 1, rejected: 1, errors: [fault] } });
    await expect.poll(() => arrived.length).toBe(1);
    expect(await post('/v1/packets', [{ ...packet, samplingRateHz: 7 }])).toMatchObject({
      status: 400,
      type: 'application/problem+json',
      body: {
        title: 'Bad Request',
        detail: 'samplingRateHz: found 7, expected a number from 50 to 2000',
        accepted: 0,
        errors: [{ ...fault, index: 0 }],
      },
    });
  });

  it('responds with a problem document to invalid requests', async () => {
    await start({ maxBodyBytes: 1000 });
    const responses = [
      await post('/v1/packets', '{"patientId":'),
      await post('/v1/packets', '1,2', { 'content-type': 'text/csv' }),
      await post('/v1/packets', { ...packet, samples: new Array(1000).fill(0) }),
      await post('/v2/packets', packet),
    ];
    expect(responses.map(({ status, type }) => [status, type])).toEqual(
      [400, 415, 413, 404].map((status) => [status, 'application/problem+json']),
    );
    expect(arrived).toEqual([]);
  });

  it('requires the token on every path except health', async () => {
    await start({ token: 'a long enough secret' });
    const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
    const refused = await post('/v1/packets', packet);
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    expect((await post('/v1/packets', packet, bearer('a-wrong-secret-of-it'))).status).toBe(401);
    expect((await post('/v1/packets', packet, { authorization: 'Bearer' })).status).toBe(401);
    expect((await fetch(`http://127.0.0.1:${http.port}/healthz`)).status).toBe(200);
    expect(arrived).toEqual([]);
    await http.stop();
    await start({ token: 'a-long-enough-secret' });
    expect((await post('/v1/packets', packet, bearer('a-long-enough-secret'))).status).toBe(202);
  });

  it('has the HTTP interface of every app', async () => {
    await start();
    expect(await httpFaceOf(`http://127.0.0.1:${http.port}`)).toEqual(httpFace);
    await http.stop();
    await start({ token: 'a-long-enough-secret' });
    expect(await withWrongToken(`http://127.0.0.1:${http.port}/v1/packets`)).toEqual(unauthorized);
  });

  it('takes packets while they wait for the database, since the log has them, and says that they are not judged', async () => {
    await start({ checks: { judging: () => 'messages have waited for 42 s: the database does not answer' } });
    expect((await post('/v1/packets', packet)).status).toBe(202);
    const response = await fetch(`http://127.0.0.1:${http.port}/readyz`);
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({
      failing: ['judging'],
      detail: 'Not ready: judging (messages have waited for 42 s: the database does not answer).',
    });
  });

  it('refuses packets with Retry-After while the broker is unavailable', async () => {
    const away: MessageStream = {
      ...stream,
      ensureTopics: () => Promise.resolve(),
      producer: () =>
        Promise.resolve({
          send: () => Promise.reject(new StreamError('gone', { code: 'unavailable', retryable: true })),
          stop: () => Promise.resolve(),
        }),
    };
    await start({ stream: away });
    const { status, type, headers } = await post('/v1/packets', packet);
    expect([status, type, headers.get('retry-after')]).toEqual([503, 'application/problem+json', '5']);
  });
});

describe('readHttpConfig', () => {
  it('listens on this machine only by default and requires tokens of 16 characters', () => {
    expect(readHttpConfig({})).toEqual({ host: '127.0.0.1', port: 3002, needsKey: true });
    expect(readHttpConfig({ SIGN_IN: 'demo' }).needsKey).toBe(false);
    expect(readHttpConfig({ INGEST_HTTP_TOKEN: 'x'.repeat(16) }).token).toBe('x'.repeat(16));
    expect(() => readHttpConfig({ INGEST_HTTP_TOKEN: 'short' })).toThrow(
      'INGEST_HTTP_TOKEN: expected at least 16',
    );
  });
});
