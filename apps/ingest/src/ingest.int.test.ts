import { setTimeout as delay } from 'node:timers/promises';
import {
  bytesOf,
  decodeDeadLetter,
  decodeObservation,
  deviceId,
  encodeBeat,
  encodePacket,
  patientId,
  rr140Zscore,
  topics,
  type DeadLetter,
  type Observation,
  type ObservationSource,
  type Packet,
} from '@beatwatch/contracts';
import {
  beatsOf,
  createLeadPipeline,
  expectedBeats,
  packetise,
  type LivePreprocessing,
} from '@beatwatch/ecg';
import { createLogger, createRegistry, type Service } from '@beatwatch/service-kit';
import { createInProcessStream, type MessageStream } from '@beatwatch/stream';
import { openDatabase, type Database } from '@beatwatch/timescale';
import { databaseForTests, type TestDatabase } from '@beatwatch/timescale/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadSignalModels } from '@beatwatch/signal-models';
import { buildIngest } from './ingest.ts';
import { Storage } from './storage.ts';

const patient = patientId('p-1');
/** Recent: retention must not drop it meanwhile. */
const startUs = Math.floor(Date.now() / 60_000) * 60_000_000 - 3 * 3_600_000_000;
const range = { patientId: patient, fromUs: startUs - 1, toUs: startUs + 3.6e9 };

/** Two minutes of P waves, R peaks and T waves at 250 Hz, 5 microvolts a count, with a varying heart rate. */
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

const signalModels = await loadSignalModels();

/** Observations of the pipeline for packets of unknown delay. */
const observationsOf = (packets: readonly Packet[], preprocessing?: LivePreprocessing): Observation[] => {
  const pipeline = createLeadPipeline({
    models: signalModels.models,
    ...(preprocessing !== undefined && { preprocessing }),
  });
  return packets.flatMap((packet) => pipeline.push(packet).observations);
};

/** A pipeline knows its own lead alone: the patient's time axis is added to what it gives. */
function withoutAxis(observation: Observation): Observation {
  if (observation.kind === 'beat') {
    const { axis: _, ...beat } = observation.beat;
    return { kind: 'beat', beat };
  }
  const { axis: _, behindLogUs: _behind, ...second } = observation.second;
  return { kind: 'second', second };
}

/** Samples are stored to within half a step. */
function expectSimilar(found: Float32Array | undefined, samples: Float32Array): void {
  const farthest = Math.max(...samples.map((sample, index) => Math.abs(sample - (found?.[index] ?? NaN))));
  expect(farthest).toBeLessThanOrEqual(0.5001);
}

interface Sent {
  readonly packet: Packet;
  /** Delay from its last sample to the log. */
  readonly delaySeconds: number;
}
const after = (delaySeconds: number, packets: readonly Packet[]): Sent[] =>
  packets.map((packet) => ({ packet, delaySeconds }));
/** Sent within a second; `delaySeconds` for the first packet. */
const atOnce = (delaySeconds: number, packets: readonly Packet[]): Sent[] =>
  packets.map((packet, index) => ({ packet, delaySeconds: delaySeconds - 0.299 * index }));

describe('ingest', () => {
  let server: TestDatabase;
  let database: Database;
  let stream: MessageStream;
  let ingest: Service;
  let storage: Storage;
  const published: Observation[] = [];
  const sources: (ObservationSource | undefined)[] = [];
  const deadLetters: DeadLetter[] = [];

  const start = async (preprocessing?: LivePreprocessing): Promise<void> => {
    storage = new Storage();
    ingest = buildIngest({
      storage,
      signalModels,
      stream,
      repositories: database.repositories,
      logger: createLogger('ingest', 'silent'),
      registry: createRegistry('ingest'),
      ...(preprocessing !== undefined && { preprocessing }),
      checkpointMs: 200,
      batchMs: 0,
    });
    await ingest.start();
  };
  const sendAll = async (
    topic: string,
    messages: readonly { readonly value: Uint8Array; readonly key?: string; readonly timestampMs?: number }[],
  ): Promise<void> => {
    const producer = await stream.producer();
    await producer.send(
      topic,
      messages.map((message) => ({ key: patient, ...message })),
    );
    await producer.stop();
  };
  const send = (topic: string, values: readonly Uint8Array[]): Promise<void> =>
    sendAll(
      topic,
      values.map((value) => ({ value })),
    );
  const sendPackets = (sent: readonly Sent[]): Promise<void> =>
    sendAll(
      topics.packets,
      sent.map(({ packet, delaySeconds }) => ({
        value: encodePacket(packet),
        timestampMs: Math.round(packet.lastSampleTimeUs / 1000 + delaySeconds * 1000),
      })),
    );
  const storedBeats = (): Promise<number> => database.repositories.beats.count(range);
  const storedSamples = async (): Promise<number> => {
    const chunks = await database.repositories.waveforms.read(range);
    return chunks.reduce((sum, { samples }) => sum + samples.length, 0);
  };

  beforeAll(async () => {
    server = await databaseForTests();
    database = openDatabase({ connectionString: server.connectionString });
  });
  afterAll(async () => {
    await database.close();
    await server.stop();
  });
  beforeEach(async () => {
    await database.pool.query('truncate beat, waveform, signal_gap, checkpoint');
    published.length = 0;
    sources.length = 0;
    deadLetters.length = 0;
    stream = createInProcessStream();
    await start();
    await stream.consume({
      groupId: 'test',
      topics: [topics.beats, topics.deadLetter],
      from: 'earliest',
      onBatch: (batch) => {
        for (const { value } of batch.messages) {
          if (batch.topic !== topics.beats) {
            deadLetters.push(decodeDeadLetter(value));
            continue;
          }
          const { source, ...observation } = decodeObservation(value);
          published.push(withoutAxis(observation));
          sources.push(source);
        }
        return Promise.resolve();
      },
    });
  });
  afterEach(async () => {
    await ingest.stop();
    await stream.stop();
  });

  it('judges packets without storing their waveform while space is short', async () => {
    const packets = packetsOfTwoMinutes();
    const expected = observationsOf(packets);
    storage.level = 'short';
    await send(topics.packets, packets.map(encodePacket));
    await expect.poll(() => published.length, { timeout: 20_000 }).toBe(expected.length);
    expect(published).toEqual(expected);
    expect(await storedBeats()).toBe(beatsOf(expected).length);
    expect(await storedSamples()).toBe(0);
  });

  it('publishes beats and seconds in order and stores them and the waveform without loss', async () => {
    const packets = packetsOfTwoMinutes();
    const expected = observationsOf(packets);
    const beats = beatsOf(expected);
    expect(beats.length).toBeGreaterThan(100);
    await send(topics.packets, packets.map(encodePacket));
    await expect.poll(() => published.length, { timeout: 20_000 }).toBe(expected.length);
    expect(published).toEqual(expected);
    const places = sources.map((source) => `${source!.topic} ${source!.offset * 100 + source!.index}`);
    expect(new Set(places).size).toBe(expected.length);
    expect(places).toEqual(
      [...places].sort((one, other) => one.localeCompare(other, 'en', { numeric: true })),
    );
    expect(await storedBeats()).toBe(beats.length);
    const { samples, ...beat } = beats[5]!;
    const found = await database.repositories.beats.find(patient, beat.timeUs);
    expect(found).toMatchObject(beat);
    expectSimilar(found?.samples, samples);

    const chunks = await database.repositories.waveforms.read(range);
    const stored = Buffer.concat(chunks.map(({ samples }) => Buffer.from(bytesOf(samples))));
    const sent = Buffer.concat(packets.map(({ samples }) => Buffer.from(bytesOf(samples))));
    expect(stored.equals(sent)).toBe(true);
    const seconds = expected.flatMap((seen) => (seen.kind === 'second' ? [seen.second] : []));
    expect(await database.repositories.waveforms.quality(range)).toEqual(
      seconds.map(({ lead, timeUs, qualityIndex, faults, fibrillationIndex }) => ({
        lead,
        timeUs,
        qualityIndex,
        faults,
        fibrillationIndex,
      })),
    );
    expect(await database.repositories.gaps.read(range)).toEqual([]);
  });

  it('cuts beats for the configured model, even after another preprocessing', async () => {
    const packets = packetsOfTwoMinutes();
    await send(topics.packets, packets.slice(0, 200).map(encodePacket));
    const before = observationsOf(packets.slice(0, 200));
    await expect.poll(() => published.length, { timeout: 20_000 }).toBe(before.length);
    await ingest.stop();
    await start(rr140Zscore);
    await send(topics.packets, packets.slice(200).map(encodePacket));
    const expected = observationsOf(packets, rr140Zscore);
    await expect.poll(() => published.length, { timeout: 20_000 }).toBe(expected.length);
    expect(published.slice(before.length)).toEqual(expected.slice(before.length));
  });

  it('accepts beats cut by their producer unchanged', async () => {
    const beats = beatsOf(observationsOf(packetsOfTwoMinutes(), rr140Zscore)).slice(0, 20);
    await send(topics.segmentedBeats, beats.map(encodeBeat));
    await expect.poll(() => published).toEqual(beats.map((beat) => ({ kind: 'beat', beat })));
    expect(await storedBeats()).toBe(20);
  });

  it('stores segment boundaries with their reasons', async () => {
    const packets = packetsOfTwoMinutes();
    const sent = packets
      .filter((_, index) => index < 100 || index > 104)
      .map((packet, index) =>
        index < 200
          ? packet
          : {
              ...packet,
              lastSampleTimeUs: packet.lastSampleTimeUs + 5e6,
              microvoltsPerCount: index < 300 ? 5 : 2.5,
            },
      );
    await send(topics.packets, sent.map(encodePacket));
    await expect
      .poll(storedBeats, { timeout: 20_000 })
      .toBe(expectedBeats(sent, { models: signalModels.models }).length);
    const where = { patientId: patient, lead: 'II', deviceId: 'd-1' };
    const changedUs = startUs + 305 * 300_000 + 5e6;
    expect(await database.repositories.gaps.read(range)).toEqual([
      { ...where, fromUs: startUs + 30e6, toUs: startUs + 31.5e6, reason: 'gap', lostPackets: 5 },
      { ...where, fromUs: startUs + 61.5e6, toUs: startUs + 66.5e6, reason: 'clock-jump' },
      { ...where, fromUs: changedUs, toUs: changedUs, reason: 'rate-change' },
    ]);
  });

  it('stores signal sent hours later between live packets once and marked late', async () => {
    const packets = packetsOfTwoMinutes();
    const [before, offline, live] = [packets.slice(0, 100), packets.slice(100, 300), packets.slice(300)];
    const backlog = after(3 * 3600, offline);
    const sent = [
      ...after(0.4, before),
      ...after(0.4, live).flatMap((one) => [one, ...backlog.splice(0, 3)]),
      ...atOnce(4 * 3600, offline),
    ];
    await sendPackets(sent);
    const pipeline = createLeadPipeline({ models: signalModels.models });
    const expected = sent.flatMap(
      ({ packet, delaySeconds }) =>
        pipeline.push(packet, packet.lastSampleTimeUs + delaySeconds * 1e6).observations,
    );
    await expect.poll(() => published.length, { timeout: 20_000 }).toBe(expected.length);
    expect(published).toEqual(expected);
    // The last packets bring no observation: nothing published says that they are stored.
    await expect.poll(storedSamples, { timeout: 20_000 }).toBe(400 * 75);
    const late = beatsOf(published).filter((beat) => beat.late === true);
    expect(late.length).toBeGreaterThan(60);
    for (const { timeUs, endTimeUs } of late) {
      expect(timeUs).toBeGreaterThan(startUs + 29e6);
      expect(endTimeUs).toBeLessThan(startUs + 91e6);
      expect((await database.repositories.beats.find(patient, timeUs))?.late).toBe(true);
    }
    const liveBeats = beatsOf(published).filter((beat) => beat.late !== true);
    expect(liveBeats).toEqual(expectedBeats([...before, ...live], { models: signalModels.models }));
    expect(await storedBeats()).toBe(late.length + liveBeats.length);
    await expect
      .poll(() => database.repositories.gaps.read(range), { timeout: 20_000 })
      .toMatchObject([{ reason: 'gap', lostPackets: 200 }]);
  });

  it('orders unnumbered packets by time', async () => {
    const packets = packetsOfTwoMinutes();
    const mixed = packets.map(({ sequence: _, ...packet }) => packet);
    [mixed[50], mixed[52]] = [mixed[52]!, mixed[50]!];
    await send(topics.packets, [...mixed, ...mixed.slice(-5)].map(encodePacket));
    const expected = observationsOf(packets);
    await expect.poll(() => published.length, { timeout: 20_000 }).toBe(expected.length);
    expect(published).toEqual(expected);
  });

  it('continues after restarts with the same beats, without loss or duplicates', async () => {
    const packets = packetsOfTwoMinutes();
    const expected = expectedBeats(packets, { models: signalModels.models });
    for (let from = 0; from < packets.length; from += 100) {
      await send(topics.packets, packets.slice(from, from + 100).map(encodePacket));
      await delay(from % 50);
      await ingest.stop();
      await start();
    }
    await expect.poll(storedBeats, { timeout: 20_000 }).toBe(expected.length);
    for (const { timeUs, samples } of expected) {
      expectSimilar((await database.repositories.beats.find(patient, timeUs))?.samples, samples);
    }
  });

  it('puts unusable messages into the dead-letter topic with the reason and continues', async () => {
    const [good, ...rest] = packetsOfTwoMinutes();
    const bad = encodePacket({ ...good!, samplingRateHz: 7 });
    await send(topics.packets, [encodePacket(good!), bad, Uint8Array.of(255, 1), ...rest.map(encodePacket)]);
    await expect
      .poll(storedBeats, { timeout: 20_000 })
      .toBe(expectedBeats([good!, ...rest], { models: signalModels.models }).length);
    await expect.poll(() => deadLetters.length).toBe(2);
    expect(deadLetters.map(({ code }) => code)).toEqual(['invalid-field', 'undecodable']);
    expect(deadLetters[0]!.reason).toBe('samplingRateHz: found 7, expected a number from 50 to 2000');
    expect(Buffer.from(deadLetters[0]!.payload).equals(bad)).toBe(true);
  });

  it('refuses packets and beats whose key is not their patient, and names the key', async () => {
    const packets = packetsOfTwoMinutes();
    const [first] = packets;
    const keys = ['', 'd-1-0', patient];
    await sendAll(
      topics.packets,
      keys.map((key) => ({ key, value: encodePacket(first!) })),
    );
    await expect.poll(() => deadLetters.length).toBe(2);
    const expected = "the patient's id p-1, so that all of a patient's messages stay in order";
    expect(deadLetters.map((letter) => [letter.field, letter.found, letter.expected]).sort()).toEqual([
      ['key', '"d-1-0"', expected],
      ['key', undefined, expected],
    ]);
  });

  it('leaves a gap where a packet says that samples are missing, all of them where the device is out of range', async () => {
    const packets = packetsOfTwoMinutes();
    const marked = packets.map((packet, index) => {
      const report = { batteryPercent: 40, absence: 'out-of-range' } as const;
      if (index === 150) return { ...packet, samples: packet.samples.map(() => -32_768), report };
      if (index !== 100) return packet;
      return {
        ...packet,
        samples: packet.samples.map((count, at) => (at >= 20 && at < 30 ? -32_768 : count)),
      };
    });
    await sendPackets(marked.map((packet) => ({ packet, delaySeconds: 0 })));
    await expect
      .poll(storedBeats, { timeout: 20_000 })
      .toBe(expectedBeats(marked, { models: signalModels.models }).length);
    const chunks = await database.repositories.waveforms.read(range);
    expect(chunks.flatMap(({ samples }) => [...samples])).not.toContain(-32_768);
    const gaps = await database.repositories.gaps.read(range);
    expect(gaps).toMatchObject([{ reason: 'gap' }, { reason: 'gap' }]);
  });
});
