import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StudyError } from '../../errors.ts';
import { parseIdx } from './idx.ts';

function idxFile(shape: readonly number[], values: Uint8Array, type = 8): Uint8Array {
  const header = new DataView(new ArrayBuffer(4 + 4 * shape.length));
  header.setUint8(2, type);
  header.setUint8(3, shape.length);
  shape.forEach((size, axis) => {
    header.setUint32(4 + 4 * axis, size);
  });
  return Buffer.concat([new Uint8Array(header.buffer), values]);
}

const anyArray = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 4 }).chain((shape) => {
  const length = shape.reduce((product, size) => product * size, 1);
  return fc.record({
    shape: fc.constant(shape),
    values: fc.uint8Array({ minLength: length, maxLength: length }),
  });
});

describe('parseIdx', () => {
  it('reads any array of bytes, compressed or not', () => {
    fc.assert(
      fc.property(anyArray, fc.boolean(), ({ shape, values }, packed) => {
        const file = idxFile(shape, values);
        const found = parseIdx(packed ? gzipSync(file) : file, 'x');
        expect(found.shape).toEqual(shape);
        expect([...found.values]).toEqual([...values]);
      }),
    );
  });

  it('refuses every truncated or extended file', () => {
    fc.assert(
      fc.property(anyArray, fc.nat(), ({ shape, values }, cut) => {
        const file = idxFile(shape, values);
        expect(() => parseIdx(file.subarray(0, cut % file.length), 'x')).toThrow(StudyError);
        expect(() => parseIdx(Buffer.concat([file, Uint8Array.of(0)]), 'x')).toThrow(StudyError);
      }),
    );
  });

  it('turns any bytes into an array or a StudyError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        try {
          parseIdx(bytes, 'x');
        } catch (error) {
          expect(error).toBeInstanceOf(StudyError);
        }
      }),
      { examples: [[Uint8Array.of(0x1f, 0x8b)], [Uint8Array.of(0, 0, 8, 255)]] },
    );
  });

  const six = Uint8Array.of(1, 2, 3, 4, 5, 6);
  it.each([
    ['another type', idxFile([6], six, 0x0d), 'type: found 0x0d (32-bit floats), expected 0x08'],
    ['no dimension', idxFile([], new Uint8Array()), 'dimensions: found 0, expected at least 1'],
    ['too few values', idxFile([2, 4], six), 'values: found 6 bytes, expected 8 for a shape of 2 x 4'],
    ['a picture of another kind', Buffer.from('\x89PNG\r\n', 'latin1'), 'magic number: found 0x89504e47'],
    [
      'a truncated archive',
      gzipSync(idxFile([6], six)).subarray(0, 20),
      'gzip: found unexpected end of file',
    ],
    ['an empty file', new Uint8Array(), 'header: found 0 bytes, expected at least 4'],
  ])('names file and field of %s', (_, bytes, message) => {
    expect(() => parseIdx(bytes, 'digits.gz')).toThrow(`digits.gz: ${message}`);
  });

  it('stops decompressing at its limit', () => {
    const bomb = gzipSync(new Uint8Array(100_000));
    expect(() => parseIdx(bomb, 'bomb.gz', 1000)).toThrow('expected a whole archive of at most 1000 bytes');
  });
});
