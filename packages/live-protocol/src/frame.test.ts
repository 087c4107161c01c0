import type { PatientId } from '@beatwatch/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LiveProtocolError } from './errors.ts';
import { decodeWaveforms, encodeWaveforms, type WaveformBlock } from './frame.ts';

const block: fc.Arbitrary<WaveformBlock> = fc.record({
  patientId: fc.string({ minLength: 1, maxLength: 40 }).map((id) => id as PatientId),
  lead: fc.string({ maxLength: 16 }),
  firstSampleTimeUs: fc.integer({ min: 1e15, max: 1e16 - 1 }),
  samplingRateHz: fc.double({ min: 50, max: 2000, noNaN: true }),
  microvoltsPerCount: fc.double({ min: 1e-6, max: 1000, noNaN: true }),
  samples: fc.int16Array({ maxLength: 200 }),
});

describe('waveform frame', () => {
  it('decodes what it encoded, at any offset of a larger buffer', () => {
    fc.assert(
      fc.property(fc.array(block, { maxLength: 20 }), fc.integer({ min: 0, max: 3 }), (blocks, shift) => {
        const frame = encodeWaveforms(blocks);
        const larger = new Uint8Array(frame.length + shift + 1);
        larger.set(frame, shift);
        expect(decodeWaveforms(larger.subarray(shift, shift + frame.length))).toEqual(blocks);
      }),
    );
  });

  it('rejects a frame truncated anywhere', () => {
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 5 }), fc.nat(), (blocks, at) => {
        const frame = encodeWaveforms(blocks);
        expect(() => decodeWaveforms(frame.subarray(0, at % frame.length))).toThrow(LiveProtocolError);
      }),
    );
  });

  it('decodes arbitrary bytes to blocks or throws its own error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const claimed = Uint8Array.from([1, 0, ...bytes]);
        try {
          decodeWaveforms(claimed);
        } catch (error) {
          expect(error).toBeInstanceOf(LiveProtocolError);
        }
      }),
    );
  });

  it('reports a frame of a newer version', () => {
    expect(() => decodeWaveforms(Uint8Array.from([9, 0, 0, 0]))).toThrow('found version 9, expected 1');
  });

  it('adds at most 32 bytes to the names and samples of a packet', () => {
    const samples = new Int16Array(75);
    const frame = encodeWaveforms([
      {
        patientId: 'p-001' as PatientId,
        lead: 'II',
        firstSampleTimeUs: 1.7e15,
        samplingRateHz: 250,
        microvoltsPerCount: 1,
        samples,
      },
    ]);
    expect(frame.length).toBeLessThanOrEqual(4 + 32 + 'p-001II'.length + samples.byteLength);
  });
});
