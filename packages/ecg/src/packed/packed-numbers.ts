/** State that lies in one typed array: read without a pause for memory, stored as one piece. */
interface Packed {
  readonly numbers: Float64Array;
}

/** Numbers of a state by name, read and written as properties. */
interface PackedNumbers<Name extends string> {
  /** Number of names; what follows in the array is for the state's lists. */
  readonly count: number;
  new (numbers: Float64Array): Packed & Record<Name, number>;
}

/**
 * Makes a class whose named numbers are the first elements of a typed array, in the order of the names. An object of
 * numbers keeps each of them elsewhere in memory; with thousands of patients each would have to be fetched. A clone holds
 * the array alone.
 */
export function packedNumbers<const Name extends string>(names: readonly Name[]): PackedNumbers<Name> {
  class Numbers implements Packed {
    static readonly count = names.length;
    readonly numbers: Float64Array;

    constructor(numbers: Float64Array) {
      this.numbers = numbers;
    }
  }
  for (const [index, name] of names.entries()) {
    Object.defineProperty(Numbers.prototype, name, {
      get(this: Numbers) {
        return this.numbers[index];
      },
      set(this: Numbers, value: number) {
        this.numbers[index] = value;
      },
    });
  }
  return Numbers as unknown as PackedNumbers<Name>;
}
