import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { elementCount, type Tensor } from '../autoencoders/parameters.ts';
import { ModelCoreError } from '../errors.ts';
import { decodeFloat64Safetensors, decodeSafetensors, encodeSafetensors } from './safetensors.ts';

const tensor: fc.Arbitrary<Tensor> = fc
  .array(fc.integer({ min: 1, max: 4 }), { maxLength: 3 })
  .chain((shape) =>
    fc
      .float32Array({
        minLength: elementCount(shape),
        maxLength: elementCount(shape),
        noNaN: true,
        noDefaultInfinity: true,
      })
      .map((values) => ({ shape, values })),
  );
const parameters = fc
  .uniqueArray(fc.tuple(fc.stringMatching(/^[a-zé.]{1,8}$/), tensor), {
    selector: ([name]) => name,
    maxLength: 5,
  })
  .map((entries) => new Map(entries));

describe('a safetensors file', () => {
  it('is read as it was written, metadata included', () => {
    fc.assert(
      fc.property(parameters, fc.string(), (weights, note) => {
        const decoded = decodeSafetensors(encodeSafetensors(weights, { note }), 'file');
        expect(decoded).toEqual({ parameters: weights, metadata: { note } });
      }),
    );
  });

  it('keeps every bit of float64 weights, and is rejected as float32', () => {
    const weights = new Map([['w', { shape: [2], values: Float64Array.of(0.1, -Number.MIN_VALUE) }]]);
    const bytes = encodeSafetensors(weights);
    expect(decodeFloat64Safetensors(bytes, 'file').parameters).toEqual(weights);
    expect(() => decodeSafetensors(bytes, 'file')).toThrow('file: tensor w: found F64, expected F32');
  });

  it('is rejected at any truncation', () => {
    const weights = new Map([['weights', { shape: [2, 3], values: Float32Array.of(1, 2, 3, 4, 5, 6) }]]);
    const bytes = encodeSafetensors(weights);
    for (let length = 0; length < bytes.length; length++)
      expect(() => decodeSafetensors(bytes.subarray(0, length), 'file')).toThrow(ModelCoreError);
  });

  it('gives a clear error for arbitrary bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(() => decodeSafetensors(bytes, 'file.safetensors')).toThrow(/^file.safetensors: found /);
      }),
    );
  });

  it('follows the format byte by byte', () => {
    const bytes = encodeSafetensors(new Map([['w', { shape: [1], values: Float32Array.of(1) }]]));
    const header = '{"__metadata__":{},"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}';
    expect(Buffer.from(bytes.subarray(0, 8)).readBigUInt64LE()).toBe(72n);
    expect(new TextDecoder().decode(bytes.subarray(8, 80))).toBe(header.padEnd(72));
    expect([...bytes.subarray(80)]).toEqual([0, 0, 0x80, 0x3f]);
  });

  it('is rejected if a weight is not finite, and the error names it', () => {
    const bytes = encodeSafetensors(new Map([['w', { shape: [1], values: Float32Array.of(Infinity) }]]));
    expect(() => decodeSafetensors(bytes, 'file')).toThrow(
      'tensor w: found a value that is not a finite number',
    );
  });
});
