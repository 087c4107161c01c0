import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ImageFileError } from '../errors.ts';
import {
  explicitBigEndian,
  explicitLittleEndian,
  implicitLittleEndian,
  readElements,
  readItems,
  sourceOf,
} from './elements.ts';
import { writeElements, type SyntheticElement } from './synthetic-object.ts';

const encodings = [implicitLittleEndian, explicitLittleEndian, explicitBigEndian];

const leaf: fc.Arbitrary<SyntheticElement> = fc.record({
  tag: fc.integer({ min: 0x00080000, max: 0x7fdf0000 }),
  vr: fc.constantFrom('LO', 'US', 'OB', 'UN', 'UT'),
  value: fc.uint8Array({ maxLength: 40 }).map((bytes) => bytes.subarray(0, bytes.length & ~1)),
});
const sequence = (items: fc.Arbitrary<SyntheticElement>): fc.Arbitrary<SyntheticElement> =>
  fc.record({
    tag: fc.integer({ min: 0x00080000, max: 0x7fdf0000 }),
    vr: fc.constant('SQ'),
    value: fc.record({ items: fc.array(fc.array(items, { maxLength: 3 }), { maxLength: 3 }) }),
    hasUndefinedLength: fc.boolean(),
  });
const { element } = fc.letrec<{ element: SyntheticElement }>((tie) => ({
  element: fc.oneof({ maxDepth: 3 }, leaf, sequence(tie('element'))),
}));

describe('readElements', () => {
  it.for(encodings)('finds what was written, %o', (encoding) => {
    fc.assert(
      fc.property(fc.uniqueArray(element, { selector: ({ tag }) => tag, maxLength: 8 }), (elements) => {
        const sorted = [...elements].sort((a, b) => a.tag - b.tag);
        const bytes = writeElements(sorted, encoding);
        const found = readElements(sourceOf('made', bytes), encoding, 0, bytes.length);
        expect(found.map(({ tag }) => tag)).toEqual(sorted.map(({ tag }) => tag));
        found.forEach(({ start, end, valueStart, valueEnd, hasUndefinedLength }, index) => {
          const { value } = sorted[index]!;
          expect(start).toBe(index === 0 ? 0 : found[index - 1]!.end);
          expect(end - valueEnd).toBe(hasUndefinedLength ? 8 : 0);
          if (value instanceof Uint8Array)
            expect(bytes.subarray(valueStart, valueEnd)).toEqual(Buffer.from(value));
        });
        expect(found.at(-1)?.end ?? 0).toBe(bytes.length);
      }),
    );
  });

  it('parts a sequence into its items', () => {
    const items = [[{ tag: 0x00080100, vr: 'SH', value: 'A1' }], []];
    for (const hasUndefinedLength of [true, false]) {
      const bytes = writeElements(
        [{ tag: 0x00089215, vr: 'SQ', value: { items }, hasUndefinedLength }],
        explicitLittleEndian,
      );
      const source = sourceOf('made', bytes);
      const [found] = readElements(source, explicitLittleEndian, 0, bytes.length);
      expect(readItems(source, found!).map(({ start, end }) => end - start)).toEqual([10, 0]);
    }
  });

  it('reads the inside of an unknown sequence as implicit VR', () => {
    const inside = writeElements(
      [
        {
          tag: 0x00091001,
          vr: 'SQ',
          value: { items: [[{ tag: 0x00091002, vr: 'LO', value: 'AB' }]] },
          hasUndefinedLength: true,
        },
      ],
      implicitLittleEndian,
    );
    const unknown = Buffer.from(inside);
    // Explicit header of VR UN before the items: tag, UN, 0, 0, undefined length.
    const bytes = Buffer.concat([unknown.subarray(0, 4), Buffer.from('UN\0\0'), unknown.subarray(4)]);
    const source = sourceOf('made', bytes);
    const [found] = readElements(source, explicitLittleEndian, 0, bytes.length);
    expect(found).toMatchObject({ vr: 'UN', end: bytes.length, encoding: implicitLittleEndian });
  });

  it('gives elements or an ImageFileError for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.constantFrom(...encodings), (bytes, encoding) => {
        try {
          readElements(sourceOf('any', bytes), encoding, 0, bytes.length);
        } catch (error) {
          expect(error).toBeInstanceOf(ImageFileError);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('refuses sequences that lie in one another without end', () => {
    const opening = Buffer.from('08001592ffffffff' + 'feff00e0ffffffff', 'hex');
    const bytes = Buffer.concat(Array.from({ length: 10_000 }, () => opening));
    expect(() => readElements(sourceOf('deep', bytes), implicitLittleEndian, 0, bytes.length)).toThrow(
      /deep: byte \d+: expected at most 32 sequences/,
    );
  });

  it('refuses more elements than any real file has', () => {
    const bytes = new Uint8Array(8 * 50_001).fill(0);
    for (let at = 0; at < bytes.length; at += 8) bytes[at] = 9;
    expect(() => readElements(sourceOf('many', bytes), implicitLittleEndian, 0, bytes.length)).toThrow(
      /many: expected at most 50000 data elements/,
    );
  });

  it('names the tag whose value is cut off', () => {
    const bytes = writeElements([{ tag: 0x00080060, vr: 'CS', value: 'CT' }], explicitLittleEndian);
    expect(() => readElements(sourceOf('cut', bytes), explicitLittleEndian, 0, bytes.length - 1)).toThrow(
      'cut: byte 0: (0008,0060) is cut off: found 1 bytes, expected 2',
    );
  });
});
