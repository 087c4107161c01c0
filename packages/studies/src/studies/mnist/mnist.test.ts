import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readMnist } from './mnist.ts';

const published = join(
  process.env['ECG_DATA_DIR'] ?? fileURLToPath(new URL('../../../../../../shared/data', import.meta.url)),
  'mnist',
);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'beatwatch-mnist-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function writeDigits(name: string, shape: readonly number[], labels: readonly number[]): Promise<void> {
  const [count = 0, rows = 0, columns = 0] = shape;
  const pixels = new Uint8Array(count * rows * columns).fill(255);
  const images = Buffer.concat([
    Uint8Array.of(0, 0, 8, 3, ...shape.flatMap((size) => [0, 0, 0, size])),
    pixels,
  ]);
  const labelBytes = Buffer.from([0, 0, 8, 1, 0, 0, 0, labels.length, ...labels]);
  await writeFile(join(folder, `${name}-images-idx3-ubyte.gz`), gzipSync(images));
  await writeFile(join(folder, `${name}-labels-idx1-ubyte.gz`), gzipSync(labelBytes));
}

describe('readMnist', () => {
  it('gives images from 0 to 1 with their labels', async () => {
    await writeDigits('train', [2, 28, 28], [7, 0]);
    await writeDigits('t10k', [1, 28, 28], [9]);
    const { train, test } = await readMnist(folder);
    expect(train.images.map((image) => [image.length, image[0]])).toEqual([
      [784, 1],
      [784, 1],
    ]);
    expect([...train.labels, ...test.labels]).toEqual([7, 0, 9]);
  });

  it.each([
    [
      'images of another size',
      [2, 27, 28],
      [7, 0],
      /t10k-images.*shape: found 2 x 27 x 28, expected N x 28 x 28/,
    ],
    ['too few labels', [2, 28, 28], [7], /t10k-labels.*shape: found 1, expected 2, one label an image/],
    ['a label that is not a digit', [2, 28, 28], [7, 12], /t10k-labels.*label 1: found 12, expected 0 to 9/],
  ])('refuses %s', async (_, shape, labels, message) => {
    await writeDigits('train', [1, 28, 28], [7]);
    await writeDigits('t10k', shape, labels);
    await expect(readMnist(folder)).rejects.toThrow(message);
  });

  it('names a missing file', async () => {
    await expect(readMnist(join(folder, 'nowhere'))).rejects.toMatchObject({
      code: 'broken-file',
      message: expect.stringContaining('-ubyte.gz is missing') as string,
    });
  });

  it.skipIf(!existsSync(published) && process.env['CI'] !== 'true')(`reads ${published}`, async () => {
    const { train, test } = await readMnist(published);
    expect([train.images.length, test.images.length]).toEqual([60_000, 10_000]);
    expect([...train.labels.subarray(0, 5)]).toEqual([5, 0, 4, 1, 9]);
    expect([...test.labels.subarray(0, 5)]).toEqual([7, 2, 1, 0, 4]);
    expect(Math.max(...(train.images[0] ?? []))).toBe(1);
  });
});
