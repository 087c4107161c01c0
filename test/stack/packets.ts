import { decodePacket, deviceId, encodePacket, patientId, topics, type Packet } from '@beatwatch/contracts';
import { createFleet, parseScript, type FleetPatient, type ScriptInput } from '@beatwatch/simulator';
import type { Producer } from '@beatwatch/stream';

/** A synthetic patient in lead II, with what happens to them. */
export function scripted(id: string, seed: number, script: ScriptInput): FleetPatient {
  return {
    patientId: patientId(id),
    deviceId: deviceId(`${id}-patch`),
    displayName: id,
    ward: 'Test ward',
    signal: { kind: 'synthetic', seed, lead: 'II', physiology: { heartRateBpm: 95 } },
    script: parseScript(script),
  };
}

/** What a device kept while it was offline: all packets of some seconds that began at a time, flagged as late. */
export async function sendLate(
  producer: Producer,
  patient: FleetPatient,
  { startMs, seconds }: { readonly startMs: number; readonly seconds: number },
): Promise<Packet[]> {
  let nowMs = startMs;
  const packets: Packet[] = [];
  const recorder = createFleet({
    patients: [patient],
    now: () => nowMs,
    producer: {
      send: (_topic, messages) => {
        packets.push(...messages.map(({ value }) => ({ ...decodePacket(value), late: true as const })));
        return Promise.resolve();
      },
    },
  });
  while (nowMs < startMs + seconds * 1000) {
    nowMs += 1000;
    await recorder.sendDue();
  }
  await producer.send(
    topics.packets,
    packets.map((packet) => ({ key: packet.patientId, value: encodePacket(packet) })),
  );
  return packets;
}
