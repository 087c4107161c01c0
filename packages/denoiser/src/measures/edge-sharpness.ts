import { mean, median } from '@beatwatch/statistics';
import { gaussianFilter } from '../baselines/gaussian-filter.ts';
import { requirePositive } from '../errors.ts';
import { requireGreyImage, type GreyImage } from '../images/grey-image.ts';
import { edgeProfile, riseSteps, type EdgeLevels, type EdgeLine, type ProfileGrid } from './edge-profile.ts';

/** `body`: air to skin; `bone`: soft tissue to bone, or to equally dense contrast medium. */
export type EdgeKind = 'body' | 'bone';

/** A clean edge of a full-dose slice. */
export interface Edge extends EdgeLine {
  readonly kind: EdgeKind;
  readonly levels: EdgeLevels;
  /** Distance from 10 to 90 % of the step, in the full-dose slice. */
  readonly widthMm: number;
}

/** Length of a profile on each side; its levels are the means of the outer parts. */
const reachMm = 5;
const levelFromMm = 3;
const samplesPerPixel = 4;
/** Side of a cell in pixels; each cell contributes at most one edge, its steepest. */
const cellPixels = 4;
const smoothingPixels = 1;
/** Greatest scatter of the values of a level, as a share of the step. */
const widestScatter = 0.1;
const steepestLeastHuPerPixel = 40;

/** Ranges of the two sides, in HU, and the least step between them. */
const kinds: Readonly<
  Record<EdgeKind, { dark: readonly [number, number]; stepHu: number; brightest: number }>
> = {
  body: { dark: [-1024, -900], stepHu: 700, brightest: 300 },
  bone: { dark: [-150, 150], stepHu: 200, brightest: 3071 },
};

/**
 * Finds edges with a clear level on each side and a monotonic rise between them in a full-dose slice.
 * @param slice in HU
 * @param pixelSpacingMm side of a pixel, above 0
 * @throws DenoiserError (`invalid-argument`)
 */
export function findEdges(slice: GreyImage, pixelSpacingMm: number): Edge[] {
  requireGreyImage(slice);
  requirePositive('pixelSpacingMm', pixelSpacingMm);
  const smooth = gaussianFilter(slice, smoothingPixels);
  const grid = gridOf(pixelSpacingMm);
  const edges: Edge[] = [];
  for (let top = 1; top + cellPixels < slice.height; top += cellPixels) {
    for (let left = 1; left + cellPixels < slice.width; left += cellPixels) {
      const line = steepestLine(smooth, left, top);
      const profile = line && edgeProfile(slice, line, grid);
      const edge = profile && cleanEdge(profile, pixelSpacingMm);
      if (edge) edges.push({ ...line, ...edge });
    }
  }
  return edges;
}

export interface EdgeSharpness {
  readonly edgeCount: number;
  /** Median distance from 10 to 90 % of the step. */
  readonly widthMm: number;
  /** The same in the full-dose slice. */
  readonly fullDoseWidthMm: number;
  /** Above 1: blurred; below 1: sharper than full dose. */
  readonly ratio: number;
}

/**
 * Edge widths of an image at the edges of its full-dose slice, between the full-dose slice's levels, so that neither
 * blur nor lost contrast looks sharp. An edge that does not reach its levels counts as wide as a profile.
 * @returns undefined without an edge of the kind
 * @throws DenoiserError (`invalid-argument`)
 */
export function edgeSharpness(
  image: GreyImage,
  pixelSpacingMm: number,
  edges: readonly Edge[],
  kind: EdgeKind,
): EdgeSharpness | undefined {
  requireGreyImage(image);
  requirePositive('pixelSpacingMm', pixelSpacingMm);
  const grid = gridOf(pixelSpacingMm);
  const stepMm = grid.stepPixels * pixelSpacingMm;
  const widths = edges
    .filter((edge) => edge.kind === kind)
    .map((edge) => {
      const profile = edgeProfile(image, edge, grid);
      const steps = profile && riseSteps(profile, edge.levels);
      return { found: steps === undefined ? 2 * reachMm : steps * stepMm, fullDose: edge.widthMm };
    });
  if (widths.length === 0) return undefined;
  const [widthMm, fullDoseWidthMm] = [
    median(widths.map(({ found }) => found)),
    median(widths.map(({ fullDose }) => fullDose)),
  ];
  return { edgeCount: widths.length, widthMm, fullDoseWidthMm, ratio: widthMm / fullDoseWidthMm };
}

function gridOf(pixelSpacingMm: number): ProfileGrid {
  const stepPixels = 1 / samplesPerPixel;
  return { stepPixels, reach: Math.ceil(reachMm / (stepPixels * pixelSpacingMm)) };
}

/** The edge at the steepest pixel of a cell, along its gradient; undefined without a steep pixel. */
function steepestLine({ width, values }: GreyImage, left: number, top: number): EdgeLine | undefined {
  let best = { slope: steepestLeastHuPerPixel, x: -1, y: -1, dx: 0, dy: 0 };
  for (let y = top; y < top + cellPixels; y++) {
    for (let x = left; x < left + cellPixels; x++) {
      const at = y * width + x;
      const dx = ((values[at + 1] ?? 0) - (values[at - 1] ?? 0)) / 2;
      const dy = ((values[at + width] ?? 0) - (values[at - width] ?? 0)) / 2;
      const slope = Math.hypot(dx, dy);
      if (slope > best.slope) best = { slope, x, y, dx, dy };
    }
  }
  if (best.x < 0) return undefined;
  return { x: best.x, y: best.y, towardsX: best.dx / best.slope, towardsY: best.dy / best.slope };
}

function cleanEdge(
  profile: Float64Array,
  pixelSpacingMm: number,
): Pick<Edge, 'kind' | 'levels' | 'widthMm'> | undefined {
  const stepMm = pixelSpacingMm / samplesPerPixel;
  const outer = Math.max(2, Math.round((reachMm - levelFromMm) / stepMm));
  const [darkSide, brightSide] = [profile.subarray(0, outer), profile.subarray(profile.length - outer)];
  const levels = { dark: mean(darkSide), bright: mean(brightSide) };
  const step = levels.bright - levels.dark;
  const kind = (['body', 'bone'] as const).find((name) => {
    const { dark, stepHu, brightest } = kinds[name];
    return levels.dark >= dark[0] && levels.dark <= dark[1] && step >= stepHu && levels.bright <= brightest;
  });
  if (kind === undefined) return undefined;
  if (Math.max(scatter(darkSide), scatter(brightSide)) > widestScatter * step) return undefined;
  const steps = riseSteps(profile, levels);
  if (steps === undefined || !risesOnce(profile, levels)) return undefined;
  return { kind, levels, widthMm: steps * stepMm };
}

/** Whether a profile crosses the half-way level exactly once. */
function risesOnce(profile: Float64Array, { dark, bright }: EdgeLevels): boolean {
  const half = (dark + bright) / 2;
  let passes = 0;
  for (let index = 1; index < profile.length; index++)
    if ((profile[index - 1] ?? 0) < half !== (profile[index] ?? 0) < half) passes++;
  return passes === 1;
}

function scatter(values: Float64Array): number {
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / values.length);
}
