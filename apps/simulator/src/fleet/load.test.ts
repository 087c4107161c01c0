import { decodePacket, type Packet } from '@beatwatch/contracts';
import { expect, it } from 'vitest';
import { createLoadFleet } from './load.ts';

it('adds and removes patients while the others continue', async () => {
  let nowMs = 1_700_000_000_000;
  const packets: Packet[] = [];
  const fleet = createLoadFleet({
    patients: 3,
    now: () => nowMs,
    producer: {
      send: (_, messages) => {
        packets.push(...messages.map(({ value }) => decodePacket(value)));
        return Promise.resolve();
      },
    },
  });
  const packetsIn = async (seconds: number): Promise<Map<string, number>> => {
    packets.length = 0;
    for (let tick = 0; tick < seconds * 20; tick++) {
      nowMs += 50;
      await fleet.sendDue();
    }
    const counts = new Map<string, number>();
    for (const { patientId } of packets) counts.set(patientId, (counts.get(patientId) ?? 0) + 1);
    return counts;
  };
  expect([...(await packetsIn(30)).values()]).toEqual([100, 100, 100]);
  fleet.setPatients(5);
  expect([...(await packetsIn(30)).values()]).toEqual([100, 100, 100, 100, 100]);
  fleet.setPatients(1);
  expect([...(await packetsIn(30)).entries()]).toEqual([['load-00001', 100]]);
  expect(fleet.stats().patients).toBe(1);
  expect(
    packets.every(({ samplingRateHz, samples }) => samplingRateHz === 250 && samples.length === 75),
  ).toBe(true);
});
