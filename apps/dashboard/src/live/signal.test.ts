import type { PatientId } from '@beatwatch/contracts';
import type { WaveformBlock } from '@beatwatch/live-protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Signal } from './signal.ts';

const startUs = 1.7e15;
const block = (index: number, samples = new Int16Array(75)): WaveformBlock => ({
  patientId: 'p1' as PatientId,
  lead: 'II',
  firstSampleTimeUs: startUs + index * 300_000,
  samplingRateHz: 250,
  microvoltsPerCount: 2,
  samples,
});
const indexes = (signal: Signal): number[] =>
  signal.segments.map(({ firstUs }) => (firstUs - startUs) / 300_000);

describe('Signal', () => {
  it('holds each block once and in order, however they arrive', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 60 }), (arrivals) => {
        const signal = new Signal(60);
        for (const index of arrivals) signal.add(block(index));
        expect(indexes(signal)).toEqual([...new Set(arrivals)].sort((a, b) => a - b));
      }),
    );
  });

  it('asks for a redraw only for a block out of order', () => {
    const signal = new Signal(60);
    const before = signal.revision;
    [0, 1, 3].forEach((index) => {
      signal.add(block(index));
    });
    expect(signal.revision).toBe(before);
    signal.add(block(2));
    expect(signal.revision).not.toBe(before);
  });

  it('removes a steady offset and keeps the height of a spike, across packets', () => {
    const signal = new Signal(60);
    const offset = new Int16Array(75).fill(500);
    for (let index = 0; index < 20; index += 1) signal.add(block(index, offset));
    const spike = Int16Array.from(offset);
    spike[40] = 1000;
    signal.add(block(20, spike));
    const last = signal.segments.at(-1)?.amplitudesMv ?? new Float32Array();
    expect(last[0]).toBeCloseTo(0, 3);
    expect(last[40]).toBeCloseTo(1, 1);
    expect(signal.extremes(startUs + 20 * 300_000, startUs + 21 * 300_000).maxMv).toBeCloseTo(1, 1);
  });

  it('starts settled after a gap, without a step', () => {
    const signal = new Signal(60);
    signal.add(block(0, new Int16Array(75).fill(-1000)));
    signal.add(block(5, new Int16Array(75).fill(1000)));
    expect(signal.segments[1]?.amplitudesMv[0]).toBe(0);
  });

  const humming = (index: number, millivolts = 0.2, samplingRateHz = 250): WaveformBlock => {
    const samples = Int16Array.from({ length: 75 }, (_, at) =>
      Math.round(500 * millivolts * Math.sin((2 * Math.PI * 50 * (index * 75 + at)) / samplingRateHz)),
    );
    return { ...block(index, samples), samplingRateHz };
  };
  const heightMv = (signal: Signal): number => {
    const { minMv, maxMv } = signal.extremes(startUs + 20 * 300_000, startUs + 30 * 300_000);
    return maxMv - minMv;
  };

  it('shows mains hum until a filter is chosen, then none, and again once it is off', () => {
    const signal = new Signal(60);
    for (let index = 0; index < 30; index += 1) signal.add(humming(index));
    expect(heightMv(signal)).toBeGreaterThan(0.35);
    const before = signal.revision;
    signal.filterMains(50);
    expect(heightMv(signal)).toBeLessThan(0.004);
    expect(signal.revision).not.toBe(before);
    expect(signal.mainsHz).toBe(50);
    signal.filterMains(60);
    expect(heightMv(signal)).toBeGreaterThan(0.3);
    signal.filterMains(undefined);
    expect(heightMv(signal)).toBeGreaterThan(0.35);
    expect(signal.mainsHz).toBeUndefined();
  });

  it('shows the same whether the filter was chosen before the samples came or after', () => {
    const chosenBefore = new Signal(60);
    chosenBefore.filterMains(50);
    const chosenAfter = new Signal(60);
    for (const index of [0, 1, 2, 5, 6, 7]) {
      chosenBefore.add(humming(index));
      chosenAfter.add(humming(index));
    }
    chosenAfter.filterMains(50);
    expect(chosenAfter.segments).toEqual(chosenBefore.segments);
  });

  it('leaves the filter of the newest samples alone when others come from behind', () => {
    const inOrder = new Signal(60);
    const withLate = new Signal(60);
    for (const signal of [inOrder, withLate]) signal.filterMains(50);
    for (const index of [1, 2, 3]) {
      inOrder.add(humming(index));
      withLate.add(humming(index));
    }
    withLate.add(humming(0));
    expect(withLate.segments.slice(1)).toEqual(inOrder.segments);
    expect(indexes(withLate)).toEqual([0, 1, 2, 3]);
  });

  it('does not claim to filter what is sampled too slowly to hold the frequency', () => {
    const signal = new Signal(60);
    signal.filterMains(50);
    signal.add(humming(0, 0.2, 100));
    expect(signal.mainsHz).toBeUndefined();
  });

  it('stays bounded', () => {
    const signal = new Signal(10);
    for (let index = 0; index < 5000; index += 1) signal.add(block(index));
    expect(signal.segments.length).toBeLessThan(60);
    signal.add(block(0));
    expect(indexes(signal)).not.toContain(0);
  });
});
