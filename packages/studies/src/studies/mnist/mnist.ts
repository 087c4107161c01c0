import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Refusal } from '@beatwatch/contracts';
import { StudyError } from '../../errors.ts';
import { parseIdx } from './idx.ts';

/** Pixels of a digit's side, and of the whole digit. */
export const digitSide = 28;
export const pixelCount = digitSide ** 2;

export interface DigitSet {
  /** `[784]` each, row by row, 0 (paper) to 1 (ink). */
  readonly images: readonly Float32Array[];
  /** One for each image, 0 to 9. */
  readonly labels: Uint8Array;
}

export interface Mnist {
  readonly train: DigitSet;
  readonly test: DigitSet;
}

/**
 * Reads the four files of MNIST as published, compressed with gzip.
 * @param folder with train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz and the same for t10k
 * @throws StudyError (`broken-file`) with file, field, found and expected
 */
export async function readMnist(folder: string): Promise<Mnist> {
  const [train, test] = await Promise.all([readDigits(folder, 'train'), readDigits(folder, 't10k')]);
  return { train, test };
}

async function readDigits(folder: string, name: 'train' | 't10k'): Promise<DigitSet> {
  const imageFile = join(folder, `${name}-images-idx3-ubyte.gz`);
  const labelFile = join(folder, `${name}-labels-idx1-ubyte.gz`);
  const [imageBytes, labelBytes] = await Promise.all([bytesOf(imageFile), bytesOf(labelFile)]);
  const images = parseIdx(imageBytes, imageFile);
  const labels = parseIdx(labelBytes, labelFile);
  const count = images.shape[0] ?? 0;
  if (
    images.shape.length !== 3 ||
    images.shape[1] !== digitSide ||
    images.shape[2] !== digitSide ||
    count < 1
  )
    throw brokenFile({
      file: imageFile,
      field: 'shape',
      found: images.shape.join(' x '),
      expected: `N x ${digitSide} x ${digitSide}`,
    });
  if (labels.shape.length !== 1 || labels.shape[0] !== count)
    throw brokenFile({
      file: labelFile,
      field: 'shape',
      found: labels.shape.join(' x '),
      expected: `${count}, one label an image`,
    });
  const wrong = labels.values.findIndex((label) => label > 9);
  if (wrong >= 0)
    throw brokenFile({
      file: labelFile,
      field: `label ${wrong}`,
      found: labels.values[wrong],
      expected: '0 to 9',
    });
  return {
    images: Array.from({ length: count }, (_, index) => greyLevels(images.values, index * pixelCount)),
    labels: labels.values,
  };
}

/** One image on the scale 0 to 1; a plain loop, since there are 70,000 images. */
function greyLevels(bytes: Uint8Array, start: number): Float32Array {
  const image = new Float32Array(pixelCount);
  for (let pixel = 0; pixel < pixelCount; pixel++) image[pixel] = (bytes[start + pixel] ?? 0) / 255;
  return image;
}

async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new StudyError(
      { file, expected: "one of MNIST's .gz files, readable" },
      { code: 'broken-file', cause },
    );
  }
}

const brokenFile = (refusal: Refusal): StudyError => new StudyError(refusal, { code: 'broken-file' });
