import { deviceId, patientId, type Packet } from '@beatwatch/contracts';
import { describe, expect, it } from 'vitest';
import { followStanding, standsStill, type StandingStamp } from './standing.ts';

const packet = (lastSampleTimeUs: number, sequence: number | undefined, sample: number): Packet => ({
  patientId: patientId('p'),
  deviceId: deviceId('d'),
  lead: 'II',
  ...(sequence !== undefined && { sequence }),
  samplingRateHz: 100,
  lastSampleTimeUs,
  microvoltsPerCount: 5,
  samples: new Int16Array(100).fill(sample),
});

const standsAfter = (packets: readonly Packet[]): number => {
  let standing: StandingStamp | undefined;
  return packets.findIndex((one) => {
    standing = followStanding(standing, one);
    return standsStill(standing);
  });
};
const ten = Array.from({ length: 10 }, (_, index) => index);

describe('a clock', () => {
  it('stands still where one stamp comes with more than three seconds of signal, numbered or not', () => {
    expect(standsAfter(ten.map((index) => packet(1.7e15, index, 0)))).toBe(3);
    expect(standsAfter(ten.map((index) => packet(1.7e15, undefined, index)))).toBe(3);
  });

  it('goes on where a packet comes again and again, or late', () => {
    expect(standsAfter(ten.map(() => packet(1.7e15, 7, 0)))).toBe(-1);
    expect(standsAfter(ten.map(() => packet(1.7e15, undefined, 3)))).toBe(-1);
    expect(standsAfter(ten.map((index) => packet(1.7e15 + (index % 2) * 1e6, index, 0)))).toBe(-1);
  });

  it('goes on where it counts seconds, and packets are shorter', () => {
    const short = ten.map((index) => {
      const one = packet(1.7e15 + Math.floor(index / 4) * 1e6, index, 0);
      return { ...one, samples: one.samples.subarray(0, 25) };
    });
    expect(standsAfter(short)).toBe(-1);
  });
});
