import type { PatientId } from '@beatwatch/contracts';
import type { WaveformBlock } from '@beatwatch/live-protocol';
import { describe, expect, it } from 'vitest';
import { blockOf, PatientWindow } from './patient-window.ts';

const id = 'p1' as PatientId;
const startUs = 1.7e15;

const block = (second: number): WaveformBlock => ({
  patientId: id,
  lead: 'II',
  firstSampleTimeUs: startUs + second * 1e6,
  samplingRateHz: 250,
  microvoltsPerCount: 1,
  samples: new Int16Array(250),
});
const secondsOf = (window: PatientWindow): number[] =>
  window.blocks.map(({ firstSampleTimeUs }) => (firstSampleTimeUs - startUs) / 1e6);

describe('PatientWindow', () => {
  it('keeps the last seconds on the patient’s own time axis', () => {
    const window = new PatientWindow(id, 3, 0);
    for (let second = 0; second < 10; second += 1) window.addBlock(block(second), second * 1000);
    expect(secondsOf(window)).toEqual([6, 7, 8, 9]);
  });

  it('drops data from before the clock was set back', () => {
    const window = new PatientWindow(id, 3, 0);
    [1000, 1001, 5, 6].forEach((second) => {
      window.addBlock(block(second), second * 1000);
    });
    expect(secondsOf(window)).toEqual([5, 6]);
  });

  it('stays bounded for a device that sends one sample per packet', () => {
    const window = new PatientWindow(id, 3, 0);
    for (let packet = 0; packet < 2000; packet += 1) window.addBlock(block(packet / 1000), packet);
    expect(window.blocks.length).toBe(512);
  });

  it('computes the time of a packet’s first sample from its last', () => {
    const { firstSampleTimeUs } = blockOf({
      patientId: id,
      deviceId: 'd1' as never,
      lead: 'II',
      sequence: 0,
      samplingRateHz: 250,
      lastSampleTimeUs: startUs + 296_000,
      microvoltsPerCount: 1,
      samples: new Int16Array(75),
    });
    expect(firstSampleTimeUs).toBe(startUs);
  });
});
