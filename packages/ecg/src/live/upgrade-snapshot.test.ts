import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { deserialize } from 'node:v8';
import type { Packet } from '@beatwatch/contracts';
import { expect, it } from 'vitest';
import { testSignal } from '../test-signal.ts';
import { upgradeSnapshot } from './upgrade-snapshot.ts';
import { newPipeline, packetsOf, restoredPipeline } from './test-packets.ts';

interface Sent {
  readonly packet: Packet;
  /** Time from measurement to arrival in the log, microseconds. */
  readonly delayUs: number;
}

/** Two minutes of signal; seconds 30 to 90 arrive an hour late, two packets after each live one. */
function sentPackets(): Sent[] {
  const packets = packetsOf(testSignal(120, 250).samples);
  const live = (packet: Packet): Sent => ({ packet, delayUs: 3e5 });
  const backlog = packets.slice(100, 300).map((packet) => ({ packet, delayUs: 3.6e9 }));
  return [
    ...packets.slice(0, 100).map(live),
    ...packets.slice(300).flatMap((packet) => [live(packet), ...backlog.splice(0, 2)]),
  ];
}

/**
 * SHA-256 of the output for the remaining packets, computed by the version that wrote the fixture. At that point late
 * data were arriving, a live packet waited for an overtaken one, and a 50 Hz notch was active.
 */
const outputSha256 = '45611e9d18ea010342b97e031cf0076bb78f30dfb741c87702ab4dc8961decdb';

it('continues bit-identically from a snapshot of version 5', () => {
  const sent = sentPackets();
  const [overtaken, overtaking] = [sent[220]!, sent[223]!];
  sent.splice(220, 1, overtaking);
  sent.splice(223, 1, overtaken);
  const snapshot: unknown = deserialize(
    readFileSync(new URL('./fixtures/upgrade-snapshot-5.bin', import.meta.url)),
  );
  const pipeline = restoredPipeline(snapshot);
  const outputs = sent
    .slice(222)
    .map(({ packet, delayUs }) => pipeline.push(packet, packet.lastSampleTimeUs + delayUs));
  // That version told neither the rhythm measures nor the tallest wave.
  const text = JSON.stringify([...outputs, pipeline.flush()], (key, value: unknown) =>
    key === 'rhythmMeasures' || key === 'qrsShare'
      ? undefined
      : value instanceof Float32Array || value instanceof Int16Array
        ? [...value]
        : value,
  );
  expect(createHash('sha256').update(text).digest('hex')).toBe(outputSha256);
});

it('returns a current snapshot unchanged and rejects unknown versions', () => {
  const snapshot = { version: 8 };
  expect(upgradeSnapshot(snapshot)).toBe(snapshot);
  for (const other of [{ version: 4 }, { version: 9 }, {}, undefined, 'x']) {
    expect(upgradeSnapshot(other)).toBeUndefined();
  }
});

it('keeps a run of earlier packets of version 5', () => {
  const run = { fromSampleTimeUs: 1, fromArrivalUs: 2, endUs: 3 };
  const upgraded = upgradeSnapshot({ version: 5, live: {}, turnedBack: run });
  expect(upgraded).toMatchObject({ version: 8, earlierRun: run });
  expect(upgraded).not.toHaveProperty('turnedBack');
});

it('goes on with the beats of a snapshot of version 6, which knew no wide band', () => {
  const packets = packetsOf(testSignal(60, 250).samples);
  const [before, after] = [packets.slice(0, 100), packets.slice(100)];
  const pipeline = newPipeline();
  for (const packet of before) pipeline.push(packet);
  const old = structuredClone(pipeline.snapshot()) as {
    version: number;
    live: { segment: { detector: Record<string, unknown> & { candidates: Record<string, unknown>[] } } };
  };
  old.version = 6;
  const { detector } = old.live.segment;
  for (const name of ['wideFilter', 'wideEnergy', 'wideSum', 'wideHeight', 'wideLevel', 'tallest'])
    Reflect.deleteProperty(detector, name);
  for (const candidate of detector.candidates) delete candidate['wideHeight'];
  const beatTimes = (lead: ReturnType<typeof newPipeline>): number[] =>
    after.flatMap((packet) =>
      lead
        .push(packet)
        .observations.flatMap((observation) => (observation.kind === 'beat' ? observation.beat.timeUs : [])),
    );
  const times = beatTimes(restoredPipeline(old));
  expect(times.length).toBeGreaterThan(30);
  expect(times).toEqual(beatTimes(pipeline));
});

it('goes on to the bit from a snapshot of version 7, which did not know the tallest wave', () => {
  const packets = packetsOf(testSignal(40, 250).samples);
  const pipeline = newPipeline();
  for (const packet of packets.slice(0, 100)) pipeline.push(packet);
  const old = structuredClone(pipeline.snapshot()) as {
    version: number;
    live: { segment: { detector: Record<string, unknown> } };
  };
  old.version = 7;
  delete old.live.segment.detector['tallest'];
  const restored = restoredPipeline(old);
  const beats = (lead: ReturnType<typeof newPipeline>) =>
    packets
      .slice(100)
      .flatMap((packet) => lead.push(packet).observations.filter(({ kind }) => kind === 'beat'));
  const expected = beats(pipeline);
  expect(expected.length).toBeGreaterThan(5);
  expect(beats(restored)).toEqual(expected);
});
