import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecordingError } from '../errors.ts';
import { parseMatRecording } from './mat-recording.ts';
import { parseMat4, type Mat4Matrix } from './mat4.ts';

// Python, scipy 1.17.1: scipy.io.savemat(f, {'val': np.array([[0, -1, 127, 5, -100], [1, 100, -128, -77, 33]],
//   dtype=np.int16), 'fs': 250.0}, format='4')
const golden =
  '1e0000000200000005000000000000000400000076616c0000000100ffff64007f0080ff0500b3ff9cff2100' +
  '00000000010000000100000000000000030000006673000000000000406f40';
const fromHex = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));

const widths = [8, 4, 4, 2, 2, 1];

/** Writes a matrix as the format's description defines. */
function written(
  { name, rowCount, columnCount, values }: Mat4Matrix,
  precision: number,
  little: boolean,
): Uint8Array {
  const width = widths[precision]!;
  const bytes = new Uint8Array(20 + name.length + 1 + values.length * width);
  const view = new DataView(bytes.buffer);
  [(little ? 0 : 1000) + precision * 10, rowCount, columnCount, 0, name.length + 1].forEach(
    (field, index) => {
      view.setInt32(index * 4, field, little);
    },
  );
  bytes.set(Buffer.from(name, 'latin1'), 20);
  for (const [index, value] of values.entries()) {
    const at = 21 + name.length + index * width;
    if (precision === 0) view.setFloat64(at, value, little);
    else if (precision === 1) view.setFloat32(at, value, little);
    else if (precision === 2) view.setInt32(at, value, little);
    else if (precision === 3) view.setInt16(at, value, little);
    else if (precision === 4) view.setUint16(at, value, little);
    else view.setUint8(at, value);
  }
  return bytes;
}

const matrix = fc
  .record({
    name: fc.stringMatching(/^[a-z][a-z0-9_]{0,10}$/),
    rowCount: fc.integer({ min: 0, max: 5 }),
    columnCount: fc.integer({ min: 0, max: 5 }),
    seed: fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 25, maxLength: 25 }),
  })
  .map(({ seed, ...rest }) => ({
    ...rest,
    values: Float64Array.from(seed.slice(0, rest.rowCount * rest.columnCount)),
  }));

describe('parseMat4', () => {
  it('reads matrices that scipy wrote', () => {
    expect(parseMat4(fromHex(golden), 'g.mat')).toEqual([
      {
        leastWhole: -32_768,
        name: 'val',
        rowCount: 2,
        columnCount: 5,
        values: Float64Array.from([0, 1, -1, 100, 127, -128, 5, -77, -100, 33]),
      },
      { name: 'fs', rowCount: 1, columnCount: 1, values: Float64Array.of(250) },
    ]);
  });

  it('round-trips any matrices in every precision and both byte orders', () => {
    const item = fc.tuple(matrix, fc.integer({ min: 0, max: 5 }));
    fc.assert(
      fc.property(fc.array(item, { minLength: 1, maxLength: 4 }), fc.boolean(), (items, little) => {
        const bytes = Buffer.concat(items.map(([value, precision]) => written(value, precision, little)));
        expect(parseMat4(bytes, 'p.mat')).toMatchObject(items.map(([value]) => value));
      }),
    );
  });

  it('skips text', () => {
    const text = written(
      { name: 't', rowCount: 1, columnCount: 2, values: Float64Array.of(65, 66) },
      5,
      true,
    );
    text[0] = 51;
    expect(parseMat4(Buffer.concat([text, fromHex(golden)]), 'g.mat').map(({ name }) => name)).toEqual([
      'val',
      'fs',
    ]);
  });

  it('names level 5, and the byte where a file ends too early', () => {
    expect(() => parseMat4(Buffer.from('MATLAB 5.0 MAT-file, Platform: GLNXA64'), 'n.mat')).toThrow(
      'n.mat: found a MAT file of level 5 or later, expected level 4 (in MATLAB: save -v4)',
    );
    expect(() => parseMat4(fromHex(golden).subarray(0, 30), 'n.mat')).toThrow(
      'n.mat: at byte 24: found 6 bytes to the end of the file, expected 20',
    );
  });

  it('fails on damaged bytes only with the file and what was expected', () => {
    const damage = fc.array(fc.tuple(fc.nat({ max: 74 }), fc.integer({ min: 0, max: 255 })), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(damage, fc.nat({ max: 75 }), (changes, length) => {
        const bytes = fromHex(golden);
        for (const [at, value] of changes) bytes[at] = value;
        try {
          parseMatRecording(bytes.subarray(0, length), 'x.mat', { samplingRateHz: 250, unit: 'uV' });
        } catch (error) {
          expect(error).toBeInstanceOf(RecordingError);
          expect((error as RecordingError).message).toMatch(
            /^x\.mat: .*(found .*, expected|is missing; expected) /,
          );
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('parseMatRecording', () => {
  it('takes signals along the longer side, the rate from fs and the unit from the caller', () => {
    const { leads } = parseMatRecording(fromHex(golden), 'g.mat', { unit: 'uV' });
    expect(
      leads.map(({ lead, samplingRateHz, segments }) => [lead, samplingRateHz, ...segments[0]!.samples]),
    ).toEqual([
      ['lead 1', 250, 0, -1, 127, 5, -100],
      ['lead 2', 250, 1, 100, -128, -77, 33],
    ]);
    const tall = { name: 'ecg', rowCount: 3, columnCount: 2, values: Float64Array.of(1, 2, 3, 4, 5, 6) };
    const [first, second] = parseMatRecording(written(tall, 0, false), 't.mat', {
      unit: 'mV',
      samplingRateHz: 100,
    }).leads;
    expect([...first!.segments[0]!.samples, ...second!.segments[0]!.samples]).toEqual([1, 2, 3, 4, 5, 6]);
    expect(first!.microvoltsPerCount).toBe(1000);
  });

  it('asks for rate and unit where the file does not state them', () => {
    const bare = written(
      { name: 'val', rowCount: 1, columnCount: 2, values: Float64Array.of(1, 2) },
      3,
      true,
    );
    expect(() => parseMatRecording(bare, 'b.mat', { unit: 'mV' })).toThrow('b.mat: sampling rate is missing');
    expect(() => parseMatRecording(bare, 'b.mat', { samplingRateHz: 250 })).toThrow('b.mat: unit is missing');
  });
});
