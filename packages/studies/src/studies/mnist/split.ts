import { createSeededRandom } from '@beatwatch/statistics';
import { StudyError } from '../../errors.ts';
import type { DigitSet, Mnist } from './mnist.ts';

export interface DigitCounts {
  /** Digits to train on. */
  readonly trainImages: number;
  /** Digits held out of MNIST's train split: they end trainings and choose settings. */
  readonly validationImages: number;
  /** Digits of MNIST's test split; they neither train nor choose anything. */
  readonly testImages: number;
}

export interface DigitSplit {
  readonly train: DigitSet;
  readonly validation: DigitSet;
  readonly test: DigitSet;
}

/**
 * Draws digits without repetition: train and validation digits from the train split, test digits from the test split,
 * which have the same order for every seed.
 * @throws StudyError (`invalid-argument`) if there are not enough digits
 */
export function splitDigits({ train, test }: Mnist, counts: DigitCounts, seed: number): DigitSplit {
  const { trainImages, validationImages, testImages } = counts;
  requireCount('trainImages and validationImages', trainImages + validationImages, train.images.length);
  requireCount('testImages', testImages, test.images.length);
  const order = createSeededRandom(seed).permutation(train.images.length);
  return {
    train: pick(train, order.subarray(0, trainImages)),
    validation: pick(train, order.subarray(trainImages, trainImages + validationImages)),
    test: pick(
      test,
      Uint32Array.from({ length: testImages }, (_, index) => index),
    ),
  };
}

const pick = ({ images, labels }: DigitSet, indices: Uint32Array): DigitSet => ({
  images: Array.from(indices).flatMap((index) => images[index] ?? []),
  labels: Uint8Array.from(indices, (index) => labels[index] ?? 0),
});

/** The first digit of each label that occurs, in the order 0 to 9, for pictures. */
export function oneOfEach({ images, labels }: DigitSet): DigitSet {
  const indices = Array.from({ length: 10 }, (_, label) => labels.indexOf(label)).filter(
    (index) => index >= 0,
  );
  return pick({ images, labels }, Uint32Array.from(indices));
}

function requireCount(field: string, found: number, available: number): void {
  if (found <= available) return;
  throw new StudyError(
    { field, found, expected: `at most the ${available} images of the split` },
    { code: 'invalid-argument' },
  );
}
