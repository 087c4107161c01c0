import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startDerivation } from '../derivation.ts';
import { readImageFile } from '../read-image-file.ts';
import { withNpyHeader } from './encode-npy.ts';
import { numberTypes } from './number-types.ts';

const derivation = startDerivation({ description: 'Denoised', at: new Date(0), createUid: () => '2.25.1' });

interface Made {
  readonly type?: string;
  readonly isFortran?: boolean;
  readonly shape?: readonly number[];
}

/** In the order of the shape's axes, the last the quickest. */
function make(
  numbers: readonly number[],
  { type = '<f4', isFortran = false, shape = [2, 3] }: Made = {},
): Uint8Array {
  const number = numberTypes[type.slice(1)]!;
  const data = new Uint8Array(numbers.length * number.byteCount);
  const view = new DataView(data.buffer);
  numbers.forEach((value, at) => {
    number.set(
      view,
      number.byteCount * (isFortran ? fortranPlace(at, shape) : at),
      value,
      !type.startsWith('>'),
    );
  });
  return withNpyHeader({ type, isFortran, shape }, data);
}

function fortranPlace(at: number, shape: readonly number[]): number {
  let rest = at;
  let step = shape.reduce((product, size) => product * size, 1);
  let place = 0;
  for (const size of shape.toReversed()) {
    step /= size;
    place += (rest % size) * step;
    rest = Math.floor(rest / size);
  }
  return place;
}

describe('.npy', () => {
  it.for(Object.keys(numberTypes).flatMap((kind) => [`<${kind}`, `>${kind}`]))(
    'of %s comes back as it was',
    async (type) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.integer({ min: 0, max: 127 }), { minLength: 12, maxLength: 12 }),
          fc.boolean(),
          fc.constantFrom([2, 2, 3], [3, 4]),
          async (numbers, isFortran, shape) => {
            const bytes = make(numbers, { type, isFortran, shape });
            const file = await readImageFile(bytes);
            const [width = 0, height = 0, frameCount = 1] = shape.toReversed();
            expect(file).toMatchObject({ format: 'npy', width, height, frameCount, channelCount: 1 });
            const planes = [];
            for (let frame = 0; frame < frameCount; frame++) planes.push((await file.plane(frame, 0)).values);
            expect(planes.flatMap((plane) => [...plane])).toEqual(numbers);
            const before = Uint8Array.from(bytes);
            expect(await file.withValues(planes, derivation)).toEqual(before);
            const written = await file.withValues(
              planes.map((plane) => plane.map((value) => value / 2)),
              derivation,
            );
            expect(Uint8Array.from(bytes)).toEqual(before);
            const isWhole = !type.includes('f');
            expect([...(await (await readImageFile(written)).plane(0, 0)).values]).toEqual(
              [...planes[0]!].map((value) => (isWhole ? Math.round(value / 2) : value / 2)),
            );
          },
        ),
        { numRuns: 20 },
      );
    },
  );

  it('keeps the digits of numbers that did not change, and cuts those that do not fit', async () => {
    const numbers = [0.1, 1 / 3, 1e300, -2.5, 7, 8];
    const file = await readImageFile(make(numbers, { type: '<f8' }));
    const { values, padding } = await file.plane(0, 0);
    expect([...padding!]).toEqual([0, 0, 1, 0, 0, 0]);
    const written = Buffer.from(await file.withValues([values], derivation));
    expect(numbers.map((_, at) => written.readDoubleLE(written.length - 48 + 8 * at))).toEqual(numbers);
    const small = await readImageFile(make([1, 2, 3, 4, 5, 6], { type: '|i1' }));
    const cut = await small.withValues([Float32Array.of(-500, 500, 0, 0, 0, 0)], derivation);
    expect([...(await (await readImageFile(cut)).plane(0, 0)).values].slice(0, 2)).toEqual([-128, 127]);
  });

  it('reads versions 2 and 3', async () => {
    const old = make([1, 2, 3, 4, 5, 6]);
    for (const version of [2, 3]) {
      const header = Uint8Array.from(old.subarray(0, 12));
      header.set([version, 0, old[8]!, old[9]!, 0, 0], 6);
      const file = await readImageFile(Buffer.concat([header, old.subarray(10)]));
      expect([...(await file.plane(0, 0)).values]).toEqual([1, 2, 3, 4, 5, 6]);
    }
  });

  it.for([
    ['|b1', [2, 3], 'unsupported', /descr: found \|b1/],
    ['<c8', [2, 3], 'unsupported', /descr/],
    ['<f4', [6], 'unsupported', /found 1 axes/],
    ['<f4', [1, 1, 2, 3], 'unsupported', /found 4 axes/],
    ['<f4', [3, 3], 'broken-file', /found 24 bytes of data, expected 36/],
    ['<f4', [0, 3], 'broken-file', /above 0/],
    ['<f4', [100_000, 100_000], 'too-large', /at most/],
  ] as const)('refuses %s of shape %j', async ([type, shape, code, message]) => {
    const bytes = withNpyHeader({ type, isFortran: false, shape }, new Uint8Array(24));
    await expect(readImageFile(bytes)).rejects.toMatchObject({ name: 'ImageFileError', code });
    await expect(readImageFile(bytes)).rejects.toThrow(message);
  });

  it('gives planes or an ImageFileError for any header', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 200 }),
        fc.integer({ min: 0, max: 4 }),
        async (rest, version) => {
          const bytes = Buffer.concat([Buffer.from('934e554d5059', 'hex'), Uint8Array.of(version, 0), rest]);
          await readImageFile(bytes).catch((error: unknown) => {
            expect(error).toMatchObject({ name: 'ImageFileError' });
          });
        },
      ),
    );
  });
});
