import fc from 'fast-check';
import { expect, it } from 'vitest';
import { qrsFrom, qrsTo } from './beat-form.ts';
import { correlation } from './correlation.ts';
import { matchesOf } from './shape-matches.ts';
import { formOf, learnShape, noShapes, type Match, type Shape } from './shape-memory.ts';

/** The plain definition: each shift of each shape by itself. */
function plainMatch(shape: Shape, index: number, window: Int16Array, height: number): Match {
  let best = { shift: 0, correlation: Number.NEGATIVE_INFINITY };
  for (let shift = -3; shift <= 3; shift += 1) {
    const like = correlation(shape.template, window, { from: qrsFrom, to: qrsTo, shift });
    if (like > best.correlation) best = { shift, correlation: like };
  }
  const penalty = 0.3 * Math.abs(Math.log(height / formOf(shape).height));
  return { index, ...best, similarity: best.correlation - penalty };
}

const windows = fc.int16Array({ minLength: 88, maxLength: 88 });
const quiet = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 88, maxLength: 88 });

/** A shape that is this window. */
const shapeOf = (window: Int16Array): Shape =>
  learnShape(noShapes, {
    window,
    error: new Float32Array(88),
    own: 88,
    early: 0,
    rrMs: 800,
    match: { index: -1, shift: 0, correlation: Number.NaN, similarity: Number.NEGATIVE_INFINITY },
    distance: 0,
    errorDistance: 0,
  }).shapes[0]!;

it('matches shapes to the bit as the correlation of each shift by itself', () => {
  const any = fc.oneof(
    windows,
    quiet.map((values) => Int16Array.from(values)),
  );
  fc.assert(
    fc.property(fc.array(any, { minLength: 1, maxLength: 4 }), any, (others, window) => {
      const moved = Int16Array.from(window, (_, index) => window[index - 2] ?? 0);
      const shapes = [...others, window, moved].map(shapeOf);
      const expected = shapes.map((shape, index) => plainMatch(shape, index, window, 900));
      expect(matchesOf(shapes, window, 900)).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});
