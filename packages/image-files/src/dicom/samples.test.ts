import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PixelFormat } from './pixel-format.ts';
import { packSamples, storedRange, unpackSamples } from './samples.ts';

const grey: PixelFormat = {
  width: 1,
  height: 1,
  frameCount: 1,
  channelCount: 1,
  photometric: 'MONOCHROME2',
  isPlanar: false,
  bitsAllocated: 16,
  bitsStored: 12,
  highBit: 11,
  isSigned: false,
};

const formats = fc
  .constantFrom(8, 16, 32)
  .chain((bitsAllocated) =>
    fc.tuple(fc.constant(bitsAllocated), fc.integer({ min: 1, max: bitsAllocated }), fc.boolean()),
  )
  .chain(([bitsAllocated, bitsStored, isSigned]) =>
    fc.integer({ min: bitsStored - 1, max: bitsAllocated - 1 }).map((highBit) => ({
      ...grey,
      bitsAllocated: bitsAllocated,
      bitsStored,
      highBit,
      isSigned,
    })),
  );
const frames = fc
  .uint8Array({ minLength: 4, maxLength: 32 })
  .map((bytes) => bytes.subarray(0, bytes.length & ~3));

describe('samples', () => {
  it('are the stored bits of a word, slowly reckoned', () => {
    fc.assert(
      fc.property(formats, frames, fc.boolean(), (format, frame, littleEndian) => {
        const { bitsAllocated, bitsStored, highBit, isSigned } = format;
        const byteCount = bitsAllocated / 8;
        const expected = Array.from({ length: frame.length / byteCount }, (_, index) => {
          const bytes = [...frame.subarray(index * byteCount, (index + 1) * byteCount)];
          const word = (littleEndian ? bytes.reverse() : bytes).reduce(
            (sum, byte) => sum * 256n + BigInt(byte),
            0n,
          );
          const bits = (word >> BigInt(highBit + 1 - bitsStored)) % 2n ** BigInt(bitsStored);
          const isNegative = isSigned && bits >= 2n ** BigInt(bitsStored - 1);
          return Number(isNegative ? bits - 2n ** BigInt(bitsStored) : bits);
        });
        expect([...unpackSamples(frame, format, littleEndian)]).toEqual(expected);
      }),
    );
  });

  it('put back unchanged give the same bytes, with whatever lies beside them', () => {
    fc.assert(
      fc.property(formats, frames, fc.boolean(), fc.boolean(), (format, frame, littleEndian, hasOverlay) => {
        const samples = unpackSamples(frame, format, littleEndian);
        expect(packSamples(frame, samples, format, { littleEndian, hasOverlayBits: hasOverlay })).toEqual(
          Uint8Array.from(frame),
        );
      }),
    );
  });

  it('put back changed are read again, over the whole range', () => {
    fc.assert(
      fc.property(formats, frames, fc.double({ min: 0, max: 1, noNaN: true }), (format, frame, share) => {
        const { lowest, highest } = storedRange(format);
        const old = unpackSamples(frame, format, true);
        const changed = old.map((_, index) =>
          index % 2 ? highest : Math.round(lowest + share * (highest - lowest)),
        );
        const packed = packSamples(frame, changed, format, { littleEndian: true, hasOverlayBits: false });
        expect([...unpackSamples(packed, format, true)]).toEqual([...changed]);
      }),
    );
  });

  it('leave an overlay in the high bits where it is', () => {
    const frame = Uint8Array.of(0x23, 0xf1);
    const packed = packSamples(frame, Uint32Array.of(0x456), grey, {
      littleEndian: true,
      hasOverlayBits: true,
    });
    expect([...packed]).toEqual([0x56, 0xf4]);
  });

  it('carry the sign on into high bits that repeated it before', () => {
    const frame = Uint8Array.of(0x05, 0x00);
    const packed = packSamples(
      frame,
      Int32Array.of(-2),
      { ...grey, isSigned: true },
      { littleEndian: true, hasOverlayBits: false },
    );
    expect([...packed]).toEqual([0xfe, 0xff]);
  });
});
