type SampleArray = Int16Array | Float32Array;

/** Room for dozens of beats or seconds; what is kept of one keeps the rest from being freed. */
const slabLength = 8192;

/**
 * Hands out arrays that lie one after the other in larger ones: memory of its own for each beat and each second would cost
 * more than to compute them. An array that is too long for a slab has memory of its own.
 * @param create makes an array of zeroes
 */
export function slabOf<Samples extends SampleArray>(
  create: (length: number) => Samples,
): (length: number) => Samples {
  let slab = create(slabLength);
  let used = 0;
  return (length) => {
    if (length > slabLength / 4) return create(length);
    if (used + length > slabLength) {
      slab = create(slabLength);
      used = 0;
    }
    const part = slab.subarray(used, used + length) as Samples;
    used += length;
    return part;
  };
}

export const newCounts = slabOf((length) => new Int16Array(length));
export const newMicrovolts = slabOf((length) => new Float32Array(length));
