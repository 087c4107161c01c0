import { formOf, sharesOf, type Shape, type ShapeMemory, type Shares } from './shape-memory.ts';

/** A shape with what is known of how it comes. */
interface KnownShape {
  readonly shape: Shape;
  readonly index: number;
  readonly shares: Shares;
}

/** Which of the shapes are the patient's own. */
export interface OwnShapes {
  /** All of them, in their order. */
  readonly all: readonly KnownShape[];
  /** The usual one; undefined before the first beat. */
  readonly usual: KnownShape | undefined;
  /** The usual one and others that do not look ectopic. */
  readonly own: readonly KnownShape[];
}

/** Least shares of a second shape of their own. */
const ownShare = 0.03;
const commonShare = 0.1;

/**
 * Tells the patient's own shapes from ectopic ones, however frequent these are. The usual shape is one that comes often in
 * the last minute, late, and is steep. Ectopic ones are early, or broad and rare.
 */
export function ownShapes(memory: ShapeMemory): OwnShapes {
  const shares = sharesOf(memory);
  const all = memory.shapes.map((shape, index): KnownShape => ({
    shape,
    index,
    shares: shares[index] ?? { long: 0, recent: 0, followed: 0 },
  }));
  let usual: KnownShape | undefined;
  let most = Number.NEGATIVE_INFINITY;
  for (const known of all) {
    const usualness = usualnessOf(known);
    if (usualness > most) [usual, most] = [known, usualness];
  }
  const own = all.filter((known) => usual !== undefined && (known === usual || isOwn(known, usual)));
  return { all, usual, own };
}

const usualnessOf = ({ shape, shares }: KnownShape): number =>
  3 * Math.min(0, shape.logEarly) + Math.log(steepnessOf(shape)) + Math.log(shares.recent + 0.05);

const steepnessOf = (shape: Shape): number => {
  const { slope, height } = formOf(shape);
  return Math.max(1e-3, slope / height);
};

function isOwn({ shape, shares }: KnownShape, usual: KnownShape): boolean {
  if (shares.long < ownShare) return false;
  const early = Math.min(shape.logEarly - usual.shape.logEarly, shape.logRr - usual.shape.logRr);
  const steep = Math.log(steepnessOf(shape) / steepnessOf(usual.shape));
  if (early < -0.15) return false;
  if (shares.long >= commonShare) return true;
  return early > -0.1 && steep > -0.4;
}
