import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { deserialize } from 'node:v8';
import type { Beat, Packet } from '@beatwatch/contracts';
import { expect, it } from 'vitest';
import { testSignal } from '../test-signal.ts';
import { upgradeSnapshot } from './upgrade-snapshot.ts';
import { beatsOf, type LeadOutput } from './output.ts';
import { packetsOf, restoredPipeline } from './test-packets.ts';

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
 * What comes after the snapshots: when they were written, late data were arriving, a live packet waited for an overtaken one, and
 * a 50 Hz notch was active.
 */
function packetsAfter(): readonly Sent[] {
  const sent = sentPackets();
  const [overtaken, overtaking] = [sent[220]!, sent[223]!];
  sent.splice(220, 1, overtaking);
  sent.splice(223, 1, overtaken);
  return sent.slice(222);
}

const stored = (version: number): unknown =>
  deserialize(readFileSync(new URL(`./fixtures/upgrade-snapshot-${version}.bin`, import.meta.url)));

function outputsAfter(snapshot: unknown): LeadOutput[] {
  const pipeline = restoredPipeline(snapshot);
  const outputs = packetsAfter().map(({ packet, delayUs }) =>
    pipeline.push(packet, packet.lastSampleTimeUs + delayUs),
  );
  return [...outputs, pipeline.flush()];
}

/** SHA-256 of outputs without some fields. */
function hashOf(outputs: readonly LeadOutput[], without: readonly string[]): string {
  const text = JSON.stringify(outputs, (key, value: unknown) => {
    if (without.includes(key)) return undefined;
    return value instanceof Float32Array || value instanceof Int16Array ? [...value] : value;
  });
  return createHash('sha256').update(text).digest('hex');
}

const beatsIn = (outputs: readonly LeadOutput[]): Beat[] =>
  outputs.flatMap(({ observations }) => beatsOf(observations));

// The hashes are of what the versions that wrote the fixtures went on to put out.
it('continues bit-identically from a snapshot of version 5', () => {
  // That version told neither the rhythm measures nor the tallest wave.
  const hash = hashOf(outputsAfter(stored(5)), ['rhythmMeasures', 'qrsShare']);
  expect(hash).toBe('45611e9d18ea010342b97e031cf0076bb78f30dfb741c87702ab4dc8961decdb');
});

it('continues bit-identically from a snapshot of version 8, which held each number by itself', () => {
  const hash = hashOf(outputsAfter(stored(8)), []);
  expect(hash).toBe('5d8fb9885038e72241edc1ff0e1d6a7c7ffec818096086f1275321baaa28ca84');
});

it('returns a current snapshot unchanged and rejects unknown versions', () => {
  const snapshot = { version: 9 };
  expect(upgradeSnapshot(snapshot)).toBe(snapshot);
  for (const other of [{ version: 4 }, { version: 10 }, {}, undefined, 'x']) {
    expect(upgradeSnapshot(other)).toBeUndefined();
  }
});

it('keeps a run of earlier packets of version 5', () => {
  const run = { fromSampleTimeUs: 1, fromArrivalUs: 2, endUs: 3 };
  const upgraded = upgradeSnapshot({ version: 5, live: {}, turnedBack: run });
  expect(upgraded).toMatchObject({ version: 9, earlierRun: run });
  expect(upgraded).not.toHaveProperty('turnedBack');
});

interface OldDetector extends Record<string, unknown> {
  readonly candidates: Record<string, unknown>[];
}

/** The snapshot of version 8 with its detectors changed to those of an earlier version. */
function withOldDetectors(version: number, change: (detector: OldDetector) => void): unknown {
  const old = stored(8) as Record<'live', { segment: { detector: OldDetector } }>;
  change(old.live.segment.detector);
  return { ...old, version, late: undefined };
}

it('goes on with the beats of a snapshot of version 6, which knew no wide band', () => {
  const old = withOldDetectors(6, (detector) => {
    for (const name of ['wideFilter', 'wideEnergy', 'wideSum', 'wideHeight', 'wideLevel', 'tallest'])
      Reflect.deleteProperty(detector, name);
    for (const candidate of detector.candidates) delete candidate['wideHeight'];
  });
  const current = withOldDetectors(8, () => undefined);
  const times = (snapshot: unknown): number[] => beatsIn(outputsAfter(snapshot)).map(({ timeUs }) => timeUs);
  expect(times(old).length).toBeGreaterThan(30);
  expect(times(old)).toEqual(times(current));
});

it('goes on to the bit from a snapshot of version 7, which did not know the tallest wave', () => {
  const old = withOldDetectors(7, (detector) => {
    Reflect.deleteProperty(detector, 'tallest');
  });
  const expected = beatsIn(outputsAfter(withOldDetectors(8, () => undefined)));
  expect(expected.length).toBeGreaterThan(5);
  expect(beatsIn(outputsAfter(old))).toEqual(expected);
});
