import type { PackedReader } from './packed-reader.ts';
import type { PackedWriter } from './packed-writer.ts';

/** How the numbers of a list are written: the shortest that gives each of them again to the bit. */
const codings = { same: 0, integers: 1, steps: 2, float32: 3, float64: 4 } as const;

const widths = [1, 2, 4] as const;

/** The bytes that a signed whole number between the two needs; undefined beyond four. */
const widthOf = (lowest: number, highest: number): 1 | 2 | 4 | undefined =>
  widths.find((width) => lowest >= -(2 ** (8 * width - 1)) && highest < 2 ** (8 * width - 1));

const isWhole = (value: number): boolean => Number.isSafeInteger(value) && !Object.is(value, -0);

interface Extent {
  readonly areSame: boolean;
  readonly areWhole: boolean;
  readonly areFloat32: boolean;
  /** Of the numbers and of the steps between them; undefined where four bytes are too few. */
  readonly width: number | undefined;
  readonly stepWidth: number | undefined;
}

function extentOf(values: readonly number[], first: number): Extent {
  let [areSame, areWhole, areFloat32] = [true, true, true];
  let [lowest, highest, lowestStep, highestStep] = [first, first, 0, 0];
  let before = first;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? Number.NaN;
    areSame &&= Object.is(value, first);
    areWhole &&= isWhole(value);
    areFloat32 &&= Object.is(Math.fround(value), value);
    // Whole numbers alone are written by their extent.
    if (!areWhole) {
      if (!areSame && !areFloat32) break;
      continue;
    }
    const step = value - before;
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
    if (step < lowestStep) lowestStep = step;
    if (step > highestStep) highestStep = step;
    before = value;
  }
  return {
    areSame,
    areWhole,
    areFloat32,
    width: areWhole ? widthOf(lowest, highest) : undefined,
    stepWidth: areWhole ? widthOf(lowestStep, highestStep) : undefined,
  };
}

/** Writes numbers, not their count; nothing for none. */
export function packNumbers(writer: PackedWriter, values: readonly number[]): void {
  const [first] = values;
  if (first === undefined) return;
  const { areSame, areFloat32, width, stepWidth } = extentOf(values, first);
  if (areSame) {
    writer.byte(codings.same);
    writer.float64(first);
  } else if (width !== undefined && width <= (stepWidth ?? 4)) {
    writer.byte(codings.integers);
    writer.byte(width);
    for (const value of values) writer.int(value, width);
  } else if (stepWidth !== undefined) {
    writer.byte(codings.steps);
    writer.byte(stepWidth);
    writer.float64(first);
    for (let index = 1; index < values.length; index += 1)
      writer.int((values[index] ?? 0) - (values[index - 1] ?? 0), stepWidth);
  } else if (areFloat32) {
    writer.byte(codings.float32);
    for (const value of values) writer.float32(value);
  } else {
    writer.byte(codings.float64);
    for (const value of values) writer.float64(value);
  }
}

/** @throws RangeError for a coding of another version */
export function unpackNumbers(reader: PackedReader, count: number): number[] {
  if (count === 0) return [];
  const coding = reader.byte();
  switch (coding) {
    case codings.same:
      return Array<number>(count).fill(reader.float64());
    case codings.integers: {
      const width = reader.byte();
      return Array.from({ length: count }, () => reader.int(width));
    }
    case codings.steps: {
      const width = reader.byte();
      let value = reader.float64();
      return Array.from({ length: count }, (_, index) => (value += index === 0 ? 0 : reader.int(width)));
    }
    case codings.float32:
      return Array.from({ length: count }, () => reader.float32());
    case codings.float64:
      return Array.from({ length: count }, () => reader.float64());
    default:
      throw new RangeError(`numbers in coding ${coding}`);
  }
}
