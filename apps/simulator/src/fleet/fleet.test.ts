import { decodePacket, deviceId, patientId, topics, type Packet } from '@beatwatch/contracts';
import type { OutgoingMessage } from '@beatwatch/stream';
import { describe, expect, it } from 'vitest';
import { parseScript, type ScriptInput } from '../script/script.ts';
import { demoFleet } from './demo.ts';
import { createFleet, type FleetOptions, type FleetPatient } from './fleet.ts';
import type { Fleet } from './transmission.ts';

const startMs = 1_700_000_000_000;

function patients(...scripts: ScriptInput[]): FleetPatient[] {
  return scripts.map((script, index) => ({
    patientId: patientId(`p-${index}`),
    deviceId: deviceId(`d-${index}`),
    displayName: `P ${index}`,
    ward: 'W',
    signal: { kind: 'synthetic', seed: index + 1 },
    script: parseScript(script),
  }));
}

interface Bench {
  readonly fleet: Fleet;
  readonly packets: Packet[];
  readonly sends: number[];
  readonly run: (seconds: number, tickMs?: number) => Promise<void>;
}

/** Fleet with a clock that the test moves, and a producer that records packets. */
function bench(options: Partial<FleetOptions> & Pick<FleetOptions, 'patients'>): Bench {
  let nowMs = startMs;
  const packets: Packet[] = [];
  const sends: number[] = [];
  const fleet = createFleet({
    now: () => nowMs,
    producer: {
      send: (topic, messages: readonly OutgoingMessage[]) => {
        expect(topic).toBe(topics.packets);
        sends.push(messages.length);
        packets.push(...messages.map(({ value }) => decodePacket(value)));
        return Promise.resolve();
      },
    },
    ...options,
  });
  const run = async (seconds: number, tickMs = 50): Promise<void> => {
    for (const end = nowMs + seconds * 1000; nowMs < end;) {
      nowMs = Math.min(end, nowMs + tickMs);
      await fleet.sendDue();
    }
  };
  return { fleet, packets, sends, run };
}

const firstSampleTimeUs = (packet: Packet): number =>
  packet.lastSampleTimeUs - ((packet.samples.length - 1) * 1e6) / packet.samplingRateHz;
const gapsUs = (packets: readonly Packet[]): number[] =>
  packets.slice(1).map((packet, index) => firstSampleTimeUs(packet) - packets[index]!.lastSampleTimeUs);

describe('createFleet', () => {
  it('sends every patient’s samples without gap or overlap, whatever the ticks', async () => {
    for (const tickMs of [50, 330, 7000]) {
      const { packets, run } = bench({ patients: patients([], [], []) });
      await run(21, tickMs);
      for (const { patientId: id } of patients([], [], [])) {
        const own = packets.filter((packet) => packet.patientId === id);
        expect(own.map(({ sequence }) => sequence)).toEqual(own.map((_, index) => index));
        expect(new Set(gapsUs(own))).toEqual(new Set([4000]));
        expect(own.every(({ samples }) => samples.length === 75)).toBe(true);
        const sentUpToMs = own.at(-1)!.lastSampleTimeUs / 1000;
        expect(sentUpToMs).toBeLessThan(startMs + 21_000);
        expect(sentUpToMs).toBeGreaterThan(startMs + 21_000 - 310);
      }
    }
  });

  it('spreads patients over a packet’s length and sends those of one tick together', async () => {
    const { sends, run } = bench({ patients: patients(...Array.from({ length: 12 }, () => [])) });
    await run(30);
    expect(Math.max(...sends)).toBe(2);
    expect(sends).toHaveLength(600);
  });

  it('runs faster than the clock', async () => {
    const { fleet, run } = bench({ patients: patients([]), speed: 10 });
    await run(3);
    expect(fleet.stats()).toMatchObject({ packetsSent: 100, samplesSent: 7500 });
  });

  it('omits the packets of a drop-out and their sequence numbers', async () => {
    const { packets, run } = bench({
      patients: patients([{ kind: 'drop-out', atSeconds: 6, forSeconds: 3 }]),
    });
    await run(15);
    expect(packets).toHaveLength(40);
    expect(Math.max(...gapsUs(packets))).toBe(3_004_000);
    expect(packets.at(-1)!.sequence).toBe(49);
  });

  it('shifts the time stamps at a clock jump and keeps the samples', async () => {
    const { packets, run } = bench({
      patients: patients([{ kind: 'clock-jump', atSeconds: 6, bySeconds: -2 }]),
    });
    const plain = bench({ patients: patients([]) });
    await run(12);
    await plain.run(12);
    expect(gapsUs(packets).filter((gap) => gap !== 4000)).toEqual([-1_996_000]);
    expect(packets.map(({ samples }) => samples)).toEqual(plain.packets.map(({ samples }) => samples));
  });

  it('sends duplicates twice and reordered packets last first', async () => {
    const { packets, run } = bench({
      patients: patients([
        { kind: 'duplicates', atSeconds: 3, packets: 2 },
        { kind: 'reordering', atSeconds: 6, packets: 3 },
      ]),
    });
    await run(9);
    const sequences = packets.map(({ sequence }) => sequence);
    expect(sequences.slice(8, 16)).toEqual([8, 9, 10, 10, 11, 11, 12, 13]);
    expect(sequences.slice(20, 27)).toEqual([18, 19, 22, 21, 20, 23, 24]);
  });

  it('repeats a recording', async () => {
    const samples = Int16Array.from({ length: 100 }, (_, index) => index);
    const [patient] = patients([]);
    const { packets, run } = bench({
      patients: [
        {
          ...patient!,
          signal: {
            kind: 'recording',
            lead: {
              lead: 'MLII',
              samplingRateHz: 360,
              microvoltsPerCount: 5,
              segments: [
                { startSeconds: 0, samples: samples.subarray(0, 40) },
                { startSeconds: 7, samples: samples.subarray(40) },
              ],
            },
          },
        },
      ],
    });
    await run(3);
    expect(packets[0]).toMatchObject({ lead: 'MLII', samplingRateHz: 360, microvoltsPerCount: 5 });
    const played = packets.flatMap((packet) => [...packet.samples]);
    expect(played).toEqual(played.map((_, index) => index % 100));
  });

  it('sends packets again that the broker refused, in order', async () => {
    let refusals = 2;
    const values: Packet[] = [];
    let nowMs = startMs;
    const fleet = createFleet({
      patients: patients([]),
      now: () => nowMs,
      producer: {
        send: (_, messages) => {
          if (refusals-- > 0) return Promise.reject(new Error('no broker'));
          values.push(...messages.map(({ value }) => decodePacket(value)));
          return Promise.resolve();
        },
      },
    });
    for (let tick = 0; tick < 5; tick++) {
      nowMs += 600;
      await fleet.sendDue().catch(() => undefined);
    }
    expect(values.map(({ sequence }) => sequence)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('waits for the broker and sends nothing after stop', async () => {
    let release: () => void = () => undefined;
    let sends = 0;
    let nowMs = startMs;
    const fleet = createFleet({
      patients: patients([], []),
      now: () => nowMs,
      producer: {
        send: () => {
          sends++;
          return new Promise((resolve) => (release = resolve));
        },
      },
    });
    nowMs += 5000;
    const sending = fleet.sendDue();
    void fleet.sendDue();
    expect(sends).toBe(1);
    nowMs += 5000;
    const stopping = fleet.stop();
    release();
    await Promise.all([sending, stopping]);
    await fleet.start();
    await fleet.sendDue();
    expect(sends).toBe(1);
  });

  it('rejects an invalid speed or packet length', () => {
    expect(() => bench({ patients: [], speed: 0 })).toThrow('speed: found 0');
    expect(() => bench({ patients: [], packetMs: 0 })).toThrow('packetMs: found 0');
  });
});

describe('demoFleet', () => {
  it('has twelve patients with ids, names and a ward, half of them with arrhythmia', () => {
    const fleet = demoFleet();
    expect(new Set(fleet.map((patient) => patient.patientId)).size).toBe(12);
    expect(fleet[0]).toMatchObject({
      patientId: 'demo-01',
      deviceId: 'dev-01',
      displayName: 'Demo 01',
      ward: 'Ward 3',
    });
    expect(fleet.filter((patient) => patient.arrhythmiaScripted).map((patient) => patient.patientId)).toEqual(
      ['demo-01', 'demo-02', 'demo-07', 'demo-08', 'demo-09', 'demo-12'],
    );
  });

  it('has no event while the thresholds are learned', () => {
    const beatsLearnedFrom = 45;
    for (const { script, signal } of demoFleet()) {
      const heartRateBpm = signal.kind === 'synthetic' ? signal.physiology?.heartRateBpm : undefined;
      for (const { atSeconds } of script)
        expect(atSeconds).toBeGreaterThan((beatsLearnedFrom * 60) / heartRateBpm!);
    }
  });
});
