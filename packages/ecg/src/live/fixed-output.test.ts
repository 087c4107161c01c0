import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { missingSample, type Packet } from '@beatwatch/contracts';
import { testSignal } from '../test-signal.ts';
import { newPipeline, packetsOf, restoredPipeline } from './test-packets.ts';

/** Pseudo-random numbers from 0 to 1 from a fixed seed. */
function numbersFrom(seed: number): () => number {
  let current = seed;
  return () => {
    current = (Math.imul(current, 1_664_525) + 1_013_904_223) >>> 0;
    return current / 2 ** 32;
  };
}

/** Signal with noise, premature beats, motion, saturation, a flat line and a rhythm like fibrillation, by the seed. */
function roughSignal(samplingRateHz: number, random: () => number): Int16Array {
  const rr = Array.from({ length: 7 }, () => 0.45 + 0.7 * random());
  const { samples } = testSignal(150, samplingRateHz, rr);
  const from = (seconds: number): number => Math.round(seconds * samplingRateHz);
  const motion = 200 * random();
  return samples.map((count, index) => {
    const seconds = index / samplingRateHz;
    if (index >= from(60) && index < from(66)) return 40;
    if (index >= from(90) && index < from(92)) return 32_767;
    if (index >= from(100) && index < from(110))
      return Math.round(90 * Math.sin(2 * Math.PI * 4.4 * seconds));
    const slow = motion * Math.sin(2.1 * seconds) ** 9;
    return Math.round(count + slow + 30 * (random() - 0.5));
  });
}

/** Packets that overtake one another, come twice, late or never, from a clock that is set, of another gain. */
function roughPackets(samplingRateHz: number, seed: number): Packet[] {
  const random = numbersFrom(seed);
  const packetLengths = [0.3, 0.1, 1, 0.02, 2.4].map((share) => Math.ceil(share * samplingRateHz));
  const packets = packetsOf(roughSignal(samplingRateHz, random), { samplingRateHz, packetLengths });
  let shiftUs = 0;
  for (const [index, packet] of packets.entries()) {
    const chance = random();
    if (chance < 0.01) shiftUs += Math.round(6e5 * (random() - 0.5));
    if (chance > 0.98) packet.samples.fill(missingSample, 2, 2 + Math.ceil(random() * 9));
    const microvoltsPerCount = index > 150 ? 2.5 : 5;
    const lastSampleTimeUs = packet.lastSampleTimeUs + shiftUs + Math.round(900 * random());
    packets[index] = { ...packet, lastSampleTimeUs, microvoltsPerCount };
  }
  for (let index = 20; index + 20 < packets.length; index += 20 + Math.floor(20 * random())) {
    const chance = random();
    const [packet] = packets.splice(index, 1) as [Packet];
    if (chance < 0.25) continue;
    packets.splice(index + (chance < 0.6 ? 2 : 15), 0, packet);
    if (chance > 0.9) packets.splice(index + 3, 0, packet);
  }
  return packets;
}

/** Arrays as lists, fields by name, and fractions in single precision, since engines may differ in the last bit of a cosine. */
function plain(_: string, value: unknown): unknown {
  if (typeof value === 'number') return Number.isInteger(value) ? value : Math.fround(value);
  if (value instanceof Int16Array || value instanceof Float32Array) return [...value];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** SHA-256 of all that comes out; the state is stored and restored now and then. */
function outputHash(samplingRateHz: number, seed: number): { hash: string; beats: number } {
  const hash = createHash('sha256');
  let beats = 0;
  const mains = seed % 2 === 0 ? ({ mainsHz: 50 } as const) : {};
  let pipeline = newPipeline(mains);
  for (const [index, packet] of roughPackets(samplingRateHz, seed).entries()) {
    const output = pipeline.push(packet, packet.lastSampleTimeUs + 2e5 + (index % 97 === 0 ? 8e7 : 0));
    if (index % 61 === 60) pipeline = restoredPipeline(pipeline.snapshot());
    for (const { kind } of output.observations) if (kind === 'beat') beats += 1;
    hash.update(JSON.stringify(output, plain));
  }
  return { hash: hash.digest('hex').slice(0, 32), beats };
}

it.each([
  { samplingRateHz: 62.5, seed: 1, beats: 167, hash: '93c0022253d63dc29a91962210e6e876' },
  { samplingRateHz: 130, seed: 2, beats: 176, hash: '25c1528209ee473c143c6224f4e5d67e' },
  { samplingRateHz: 250, seed: 3, beats: 138, hash: 'f11a89085b195d8aa641fa8265011f37' },
  { samplingRateHz: 360, seed: 4, beats: 167, hash: '071e6ce5f25baff2d552a1f88080e13b' },
  { samplingRateHz: 1000, seed: 5, beats: 151, hash: '823fac41a17a6f6bb22b295c87502c09' },
])(
  'gives at $samplingRateHz Hz the beats, seconds and waveform that it gave before its state was packed',
  ({ samplingRateHz, seed, beats, hash }) => {
    expect(outputHash(samplingRateHz, seed)).toEqual({ beats, hash });
  },
);
