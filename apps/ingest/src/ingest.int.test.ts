import { setTimeout as delay } from 'node:timers/promises';
import {
  bytesOf,
  decodeBeat,
  decodeDeadLetter,
  deviceId,
  encodePacket,
  patientId,
  topics,
  type Beat,
  type DeadLetter,
  type Packet,
} from '@beatwatch/contracts';
import { expectedBeats, packetise } from '@beatwatch/ecg';
import { createLogger, createRegistry, type Service } from '@beatwatch/service-kit';
import { createInProcessStream, type MessageStream } from '@beatwatch/stream';
import { openDatabase, type Database } from '@beatwatch/timescale';
import { databaseForTests, type TestDatabase } from '@beatwatch/timescale/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildIngest } from './ingest.ts';

const patient = patientId('p-1');
const startUs = 1_750_000_000_000_000;

/** Two minutes of P waves, R peaks and T waves at 250 Hz, 5 microvolts a count, a little faster and slower in turn. */
function packetsOfTwoMinutes(): Packet[] {
  const samplingRateHz = 250;
  const samples = new Int16Array(120 * samplingRateHz);
  for (let rSeconds = 0.5; rSeconds < 120; rSeconds += 0.8 + 0.1 * Math.sin(rSeconds)) {
    for (const [atSeconds, widthSeconds, millivolts] of [
      [-0.16, 0.02, 0.1],
      [0, 0.012, 1.1],
      [0.28, 0.04, 0.3],
    ] as const) {
      const centre = (rSeconds + atSeconds) * samplingRateHz;
      const width = widthSeconds * samplingRateHz;
      for (
        let index = Math.max(0, Math.ceil(centre - 4 * width));
        index < Math.min(samples.length, centre + 4 * width);
        index += 1
      ) {
        samples[index]! += Math.round(millivolts * 200 * Math.exp(-(((index - centre) / width) ** 2) / 2));
      }
    }
  }
  return [
    ...packetise({
      patientId: patient,
      deviceId: deviceId('d-1'),
      lead: 'II',
      samplingRateHz,
      microvoltsPerCount: 5,
      samples,
      firstSampleTimeUs: startUs,
      packetLengths: [75],
    }),
  ];
}

describe('ingest', () => {
  let server: TestDatabase;
  let database: Database;
  let stream: MessageStream;
  let ingest: Service;
  const published: Beat[] = [];
  const deadLetters: DeadLetter[] = [];

  const start = async (): Promise<void> => {
    ingest = buildIngest({
      stream,
      repositories: database.repositories,
      logger: createLogger('ingest', 'silent'),
      registry: createRegistry('ingest'),
      checkpointMs: 200,
      batchMs: 0,
    });
    await ingest.start();
  };
  const send = async (topic: string, values: readonly Uint8Array[]): Promise<void> => {
    const producer = await stream.producer();
    await producer.send(
      topic,
      values.map((value) => ({ key: patient, value })),
    );
    await producer.stop();
  };
  const storedBeats = (): Promise<number> =>
    database.repositories.beats.count({ patientId: patient, fromUs: startUs, toUs: startUs + 3.6e9 });

  beforeAll(async () => {
    server = await databaseForTests();
    database = openDatabase({ connectionString: server.connectionString });
  });
  afterAll(async () => {
    await database.close();
    await server.stop();
  });
  beforeEach(async () => {
    await database.pool.query('truncate beat, waveform, checkpoint');
    published.length = 0;
    deadLetters.length = 0;
    stream = createInProcessStream();
    await start();
    await stream.consume({
      groupId: 'test',
      topics: [topics.beats, topics.deadLetter],
      from: 'earliest',
      onBatch: (batch) => {
        for (const { value } of batch.messages) {
          if (batch.topic === topics.beats) published.push(decodeBeat(value));
          else deadLetters.push(decodeDeadLetter(value));
        }
        return Promise.resolve();
      },
    });
  });
  afterEach(async () => {
    await ingest.stop();
    await stream.stop();
  });

  it('stores and publishes the beats that the signal pipeline finds, and the waveform without loss', async () => {
    const packets = packetsOfTwoMinutes();
    const expected = expectedBeats(packets);
    expect(expected.length).toBeGreaterThan(100);
    await send(topics.packets, packets.map(encodePacket));
    await expect.poll(storedBeats, { timeout: 20_000 }).toBe(expected.length);
    await expect.poll(() => published.length).toBe(expected.length);
    expect(published).toEqual(expected);
    expect(await database.repositories.beats.find(patient, expected[0]!.timeUs)).toEqual(expected[0]);

    const range = { patientId: patient, fromUs: startUs, toUs: startUs + 119e6 };
    const chunks = await database.repositories.waveforms.read(range);
    const stored = Buffer.concat(chunks.map(({ samples }) => Buffer.from(bytesOf(samples))));
    const sent = Buffer.concat(packets.map(({ samples }) => Buffer.from(bytesOf(samples))));
    expect(stored.length).toBeGreaterThanOrEqual(119 * 250 * 2);
    expect(sent.subarray(0, stored.length).equals(stored)).toBe(true);
  });

  it('goes on after a stop at any place with the very same beats, none lost and none twice', async () => {
    const packets = packetsOfTwoMinutes();
    const expected = expectedBeats(packets);
    for (let from = 0; from < packets.length; from += 100) {
      await send(topics.packets, packets.slice(from, from + 100).map(encodePacket));
      await delay(from % 50);
      await ingest.stop();
      await start();
    }
    await expect.poll(storedBeats, { timeout: 20_000 }).toBe(expected.length);
    for (const { timeUs, samples } of expected) {
      expect((await database.repositories.beats.find(patient, timeUs))?.samples).toEqual(samples);
    }
  });

  it('puts what it cannot use into the dead-letter topic, with the reason, and goes on', async () => {
    const [good, ...rest] = packetsOfTwoMinutes();
    const bad = encodePacket({ ...good!, samplingRateHz: 7 });
    await send(topics.packets, [encodePacket(good!), bad, Uint8Array.of(255, 1), ...rest.map(encodePacket)]);
    await expect.poll(storedBeats, { timeout: 20_000 }).toBe(expectedBeats([good!, ...rest]).length);
    await expect.poll(() => deadLetters.length).toBe(2);
    expect(deadLetters.map(({ code }) => code)).toEqual(['invalid-field', 'undecodable']);
    expect(deadLetters[0]!.reason).toBe('samplingRateHz: found 7, expected a number from 50 to 2000');
    expect(Buffer.from(deadLetters[0]!.payload).equals(bad)).toBe(true);
  });
});
