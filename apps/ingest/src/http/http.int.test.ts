import { deviceId, patientId, type Packet } from '@beatwatch/contracts';
import { expectedBeats, packetise } from '@beatwatch/ecg';
import { leadOf, readRecording } from '@beatwatch/recordings';
import { loadSignalModels } from '@beatwatch/signal-models';
import { createLogger, createRegistry, type Service } from '@beatwatch/service-kit';
import { createKafkaStream, type MessageStream } from '@beatwatch/stream';
import { brokerForTests, type BrokerForTests } from '@beatwatch/stream/testing';
import { openDatabase, type Database } from '@beatwatch/timescale';
import { databaseForTests, type TestDatabase } from '@beatwatch/timescale/testing';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { referenceFile } from '../../../../test/stack/reference-data.ts';
import { buildIngest } from '../ingest.ts';
import { buildPacketServer, type PacketServer } from './server.ts';

const startUs = 1_760_000_000_000_000;
const seconds = 60;
const signalModels = await loadSignalModels();

describe('packets over HTTP with a real broker and a real database', () => {
  let broker: BrokerForTests | { readonly skip: string };
  let server: TestDatabase;
  let database: Database;
  let stream: MessageStream;
  let ingest: Service;
  let http: PacketServer;

  beforeAll(async () => {
    broker = await brokerForTests();
    if ('skip' in broker) return;
    server = await databaseForTests();
    database = openDatabase({ connectionString: server.connectionString });
    stream = await createKafkaStream({ brokers: broker.brokers, clientId: 'http-test' });
    const shared = {
      stream,
      logger: createLogger('ingest', 'silent'),
      registry: createRegistry('ingest'),
    };
    ingest = buildIngest({ ...shared, signalModels, repositories: database.repositories, batchMs: 0 });
    http = buildPacketServer({ ...shared, port: 0 });
    await ingest.start();
    await http.start();
  });
  afterAll(async () => {
    if ('skip' in broker) return;
    await http.stop();
    await ingest.stop();
    await stream.stop();
    await database.close();
    await server.stop();
    await broker.stop();
  });

  /** First minute of the first lead of record 101 in packets of three seconds. */
  const packetsOf = async (context: TestContext, patient: string): Promise<Packet[]> => {
    if ('skip' in broker) context.skip(broker.skip);
    const { segments, ...lead } = leadOf(await readRecording(referenceFile(context, 'mitdb', '101.hea')));
    const samples = segments[0]!.samples.slice(0, seconds * lead.samplingRateHz);
    return [
      ...packetise({
        ...lead,
        samples,
        patientId: patientId(patient),
        deviceId: deviceId('d-1'),
        firstSampleTimeUs: startUs,
        packetLengths: [3 * lead.samplingRateHz],
      }),
    ];
  };
  const post = async (path: string, body: unknown): Promise<number> => {
    const response = await fetch(`http://127.0.0.1:${http.port}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return response.status;
  };
  const storedBeats = (patient: string): Promise<number> =>
    database.repositories.beats.count({
      patientId: patientId(patient),
      fromUs: startUs - 1,
      toUs: startUs + seconds * 1e6,
    });

  it('stores the beats of packets in JSON', async (context) => {
    const packets = await packetsOf(context, 'by-json');
    const expected = expectedBeats(packets, { models: signalModels.models }).length;
    expect(expected).toBeGreaterThan(50);
    expect(
      await post(
        '/v1/packets',
        packets.map((packet) => ({ ...packet, samples: [...packet.samples] })),
      ),
    ).toBe(202);
    await expect.poll(() => storedBeats('by-json'), { timeout: 30_000 }).toBe(expected);
  });

  it('stores the beats of unnumbered packets in FHIR', async (context) => {
    const packets = await packetsOf(context, 'by-fhir');
    const entry = packets.map(({ samples, microvoltsPerCount }, index) => ({
      resource: {
        resourceType: 'Observation',
        status: 'final',
        code: { coding: [{ system: 'urn:iso:std:iso:11073:10101', code: '131330' }] },
        subject: { reference: 'Patient/by-fhir' },
        effectivePeriod: { start: new Date(startUs / 1000 + index * 3000).toISOString() },
        valueSampledData: {
          origin: { value: 0, code: 'mV' },
          factor: microvoltsPerCount / 1000,
          period: 1000 / 360,
          dimensions: 1,
          data: samples.join(' '),
        },
      },
    }));
    expect(await post('/v1/fhir', { resourceType: 'Bundle', type: 'batch', entry })).toBe(202);
    await expect
      .poll(() => storedBeats('by-fhir'), { timeout: 30_000 })
      .toBeGreaterThanOrEqual(expectedBeats(packets, { models: signalModels.models }).length - 1);
  });

  it('stores the beats of packets in the format of Polar', async (context) => {
    const packets = await packetsOf(context, 'by-polar');
    const batches = packets.map(({ samples, microvoltsPerCount, lastSampleTimeUs }) => ({
      patientId: 'by-polar',
      deviceId: 'h10',
      samplingRateHz: 360,
      timeStamp: String((BigInt(lastSampleTimeUs) - 946_684_800_000_000n) * 1000n),
      samples: [...samples].map((count) => count * microvoltsPerCount),
    }));
    expect(await post('/v1/polar', batches)).toBe(202);
    await expect
      .poll(() => storedBeats('by-polar'), { timeout: 30_000 })
      .toBeGreaterThanOrEqual(expectedBeats(packets, { models: signalModels.models }).length - 1);
  });
});
