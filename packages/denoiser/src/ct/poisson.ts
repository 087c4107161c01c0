import type { SeededRandom } from '@beatwatch/statistics';

/** Means below it use Knuth's method, others Hörmann's rejection. */
const leastForRejection = 10;

/**
 * A draw of the Poisson distribution. Small means: Knuth, "The art of computer programming" 2, 3.4.1; others: the
 * transformed rejection of Hörmann, "The transformed rejection method for generating Poisson random variables", 1993.
 * @param mean 0 or more
 */
export function poisson(mean: number, random: SeededRandom): number {
  return mean < leastForRejection ? byWaitingTimes(mean, random) : byRejection(mean, random);
}

function byWaitingTimes(mean: number, random: SeededRandom): number {
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random.next(); product > limit; product *= random.next()) count += 1;
  return count;
}

function byRejection(mean: number, random: SeededRandom): number {
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const inside = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = random.next() - 0.5;
    const v = random.next();
    const us = 0.5 - Math.abs(u);
    const count = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= inside) return count;
    if (count < 0 || (us < 0.013 && v > us)) continue;
    const left = Math.log((v * inverseAlpha) / (a / (us * us) + b));
    if (left <= count * Math.log(mean) - mean - logFactorial(count)) return count;
  }
}

/** Stirling's series; its error is below 1e-9 from 10 on; smaller counts use the sum. */
function logFactorial(count: number): number {
  if (count < 10) {
    let sum = 0;
    for (let factor = 2; factor <= count; factor++) sum += Math.log(factor);
    return sum;
  }
  const n = count + 1;
  return (n - 0.5) * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * n) - 1 / (360 * n ** 3);
}
