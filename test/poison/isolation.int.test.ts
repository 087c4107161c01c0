import {
  alarmId,
  decodePacket,
  deviceId,
  encodeBeat,
  encodePacket,
  encodePatientCommand,
  patientId,
  rr140Zscore,
  topics,
} from '@beatwatch/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GoodSignal } from './good-signal.ts';
import { leakedNull, withLeakyBorder } from './leaky-border.ts';
import { startPoisonedLine, type PoisonedLine } from './poisoned-line.ts';

const startUs = Math.floor(Date.now() / 60_000) * 60_000_000 - 3 * 3_600_000_000;
const packetUs = 2_000_000;
/** Refused messages of one patient at once, with others of the same partition behind them. */
const floodOf = Number(process.env['BEATWATCH_POISON_COUNT'] ?? 50);
const victim = patientId('p-victim');
const neighbour = patientId('p-neighbour');

const source = { patientId: victim, deviceId: deviceId('d-poison'), lead: `V1${leakedNull}` };

/** Of each kind that is stored, a message that the border lets through and the database refuses. */
const leaks: Readonly<Record<string, (index: number) => Uint8Array>> = {
  [topics.packets]: (index) =>
    encodePacket({
      ...source,
      sequence: index,
      samplingRateHz: 250,
      lastSampleTimeUs: startUs + (index + 1) * packetUs,
      microvoltsPerCount: 5,
      samples: Int16Array.from({ length: 500 }, (_, at) => at % 50),
    }),
  [topics.segmentedBeats]: (index) =>
    encodeBeat({
      ...source,
      timeUs: startUs + index * packetUs,
      endTimeUs: startUs + index * packetUs + 800_000,
      rrIntervalMs: 800,
      preprocessing: rr140Zscore,
      samples: new Float32Array(140),
    }),
  [topics.patientCommands]: (index) =>
    encodePatientCommand({
      patientId: victim,
      actor: `nurse${leakedNull}`,
      timeUs: startUs + index,
      action: 'label',
      alarmId: alarmId(victim, 'asystole', startUs),
      label: 'true',
    }),
};

describe('what a hole in the border lets through to the database', () => {
  let line: PoisonedLine;
  let good: readonly GoodSignal[];

  beforeAll(async () => {
    line = await startPoisonedLine({ partitions: 1, storeWith: withLeakyBorder });
    good = [victim, neighbour].map((id) => new GoodSignal(id, startUs));
  });
  afterAll(() => line.stop());

  const sendLeaks = (topic: string, count: number): Promise<void> =>
    line.producer.send(
      topic,
      Array.from({ length: count }, (_, index) => ({ key: victim, value: leaks[topic]!(index) })),
    );

  /** Milliseconds until the next good messages of both patients are scored. */
  async function judgedInMs(): Promise<number> {
    const fromUs = good.map(({ nextUs }) => nextUs);
    const startMs = performance.now();
    for (const signal of good) {
      const response = await fetch(`http://127.0.0.1:${line.ports.http}/v1/packets`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(signal.nextPost()),
      });
      expect(response.status).toBe(202);
    }
    for (const [index, { patientId: id }] of good.entries()) {
      await expect
        .poll(() => line.newestScoreUs(id), { timeout: 240_000, interval: 20, message: `${id} is scored` })
        .toBeGreaterThan(fromUs[index] ?? 0);
    }
    expect(line.failure()).toBeUndefined();
    return performance.now() - startMs;
  }

  const refused = (topic: string): number => line.letters.get(`${topic} value`)?.size ?? 0;

  it('is refused there: so it is this that saves the line below', async () => {
    const chunk = { ...decodePacket(leaks[topics.packets]!(0)), firstSampleTimeUs: startUs };
    const write = withLeakyBorder(line.database.repositories).waveforms.write([chunk]);
    await expect(write).rejects.toMatchObject({ code: 'value' });
  });

  it.each(Object.keys(leaks))('on the topic %s is passed over, and stops nobody', async (topic) => {
    await judgedInMs();
    const count = 5;
    await sendLeaks(topic, count);
    const waitedMs = await judgedInMs();
    // What a lead begins with is stored with the packet that follows.
    await expect.poll(() => refused(topic)).toBeGreaterThanOrEqual(count - 1);
    console.info(`${count} refused messages of ${topic}: others waited ${waitedMs.toFixed(0)} ms`);
  });

  it('in a flood is passed over, and stops nobody', { timeout: 300_000 }, async () => {
    const freeMs = await judgedInMs();
    const before = refused(topics.packets);
    await sendLeaks(topics.packets, floodOf);
    const waitedMs = await judgedInMs();
    expect(refused(topics.packets)).toBeGreaterThanOrEqual(before + floodOf - 1);
    console.info(
      `${floodOf} refused packets: others waited ${waitedMs.toFixed(0)} ms, else ${freeMs.toFixed(0)} ms`,
    );
  });
});
