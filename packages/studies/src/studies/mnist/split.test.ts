import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DigitSet, Mnist } from './mnist.ts';
import { oneOfEach, splitDigits } from './split.ts';

const digits = (count: number, first: number): DigitSet => ({
  images: Array.from({ length: count }, (_, index) => Float32Array.of(first + index)),
  labels: Uint8Array.from({ length: count }, (_, index) => (first + index) % 10),
});
const mnist: Mnist = { train: digits(50, 0), test: digits(20, 100) };
const values = ({ images }: DigitSet): number[] => images.map((image) => image[0]!);

describe('splitDigits', () => {
  it('never puts a digit in two parts, nor a test digit anywhere else', () => {
    fc.assert(
      fc.property(
        fc.nat(30),
        fc.nat(20),
        fc.nat(20),
        fc.nat(),
        (trainImages, validationImages, testImages, seed) => {
          const split = splitDigits(mnist, { trainImages, validationImages, testImages }, seed);
          const all = [split.train, split.validation, split.test].flatMap(values);
          expect(new Set(all).size).toBe(trainImages + validationImages + testImages);
          expect([...values(split.train), ...values(split.validation)].every((value) => value < 50)).toBe(
            true,
          );
          expect(values(split.test).every((value) => value >= 100)).toBe(true);
          for (const { images, labels } of [split.train, split.validation, split.test])
            images.forEach((image, index) => {
              expect(labels[index]).toBe(image[0]! % 10);
            });
        },
      ),
    );
  });

  it('refuses more digits than there are', () => {
    const counts = { trainImages: 40, validationImages: 11, testImages: 1 };
    expect(() => splitDigits(mnist, counts, 1)).toThrow('found 51, expected at most the 50 images');
  });
});

describe('oneOfEach', () => {
  it('gives the first digit of each label, in their order', () => {
    expect([...oneOfEach(digits(30, 7)).labels]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(values(oneOfEach(digits(30, 7)))).toEqual([10, 11, 12, 13, 14, 15, 16, 7, 8, 9]);
  });
});
