import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { deserialize } from 'node:v8';
import type { Packet } from '@beatwatch/contracts';
import { expect, it } from 'vitest';
import { testSignal } from '../test-signal.ts';
import { currentSnapshot } from './convert-snapshot.ts';
import { packetsOf, restoredPipeline } from './test-packets.ts';

interface Sent {
  readonly packet: Packet;
  /** After it was measured. */
  readonly delayUs: number;
}

/** Signal of 30 to 90 s comes an hour late, two of its packets after each live one. */
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
 * What the version that wrote the fixture made of the rest of the packets. The state was stored with late data under
 * way, a live packet held back for the one that it had overtaken, and a 50 Hz notch.
 */
const outputSha256 = '45611e9d18ea010342b97e031cf0076bb78f30dfb741c87702ab4dc8961decdb';

it('goes on from a snapshot of version 5, to the bit', () => {
  const sent = sentPackets();
  const [overtaken, overtaking] = [sent[220]!, sent[223]!];
  sent.splice(220, 1, overtaking);
  sent.splice(223, 1, overtaken);
  const snapshot: unknown = deserialize(readFileSync(new URL('./fixtures/snapshot-5.bin', import.meta.url)));
  const pipeline = restoredPipeline(snapshot);
  const outputs = sent
    .slice(222)
    .map(({ packet, delayUs }) => pipeline.push(packet, packet.lastSampleTimeUs + delayUs));
  const text = JSON.stringify([...outputs, pipeline.flush()], (_, value: unknown) =>
    value instanceof Float32Array || value instanceof Int16Array ? [...value] : value,
  );
  expect(createHash('sha256').update(text).digest('hex')).toBe(outputSha256);
});

it('leaves a snapshot of this version alone, and knows no other', () => {
  const snapshot = { version: 6 };
  expect(currentSnapshot(snapshot)).toBe(snapshot);
  for (const other of [{ version: 4 }, { version: 7 }, {}, undefined, 'x']) {
    expect(currentSnapshot(other)).toBeUndefined();
  }
});
