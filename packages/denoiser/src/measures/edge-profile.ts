import type { GreyImage } from '../images/grey-image.ts';

/** Where an image is sampled across an edge. */
export interface EdgeLine {
  /** A pixel on the edge, in pixels from the centre of the first one. */
  readonly x: number;
  readonly y: number;
  /** Unit vector from the darker to the brighter side. */
  readonly towardsX: number;
  readonly towardsY: number;
}

export interface ProfileGrid {
  /** Distance between samples, in pixels. */
  readonly stepPixels: number;
  /** Samples on each side of the edge. */
  readonly reach: number;
}

/** Parallel lines, one pixel apart, whose mean is a profile with less noise. */
const besides = [-1, 0, 1] as const;

/**
 * `[2 * reach + 1]` values from the dark to the bright side, sampled bilinearly; undefined where the profile leaves the
 * image.
 */
export function edgeProfile(image: GreyImage, line: EdgeLine, grid: ProfileGrid): Float64Array | undefined {
  const { x, y, towardsX, towardsY } = line;
  const farthest = grid.reach * grid.stepPixels + 2;
  if (Math.min(x, y) < farthest) return undefined;
  if (x > image.width - 1 - farthest || y > image.height - 1 - farthest) return undefined;
  return Float64Array.from({ length: 2 * grid.reach + 1 }, (_, index) => {
    const along = (index - grid.reach) * grid.stepPixels;
    let sum = 0;
    for (const beside of besides)
      sum += bilinear(
        image,
        x + along * towardsX - beside * towardsY,
        y + along * towardsY + beside * towardsX,
      );
    return sum / besides.length;
  });
}

function bilinear({ width, values }: GreyImage, x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [shareX, shareY] = [x - left, y - top];
  const at = top * width + left;
  const upper = (values[at] ?? 0) * (1 - shareX) + (values[at + 1] ?? 0) * shareX;
  const lower = (values[at + width] ?? 0) * (1 - shareX) + (values[at + width + 1] ?? 0) * shareX;
  return upper * (1 - shareY) + lower * shareY;
}

/** The levels on the two sides of an edge. */
export interface EdgeLevels {
  readonly dark: number;
  readonly bright: number;
}

/**
 * Steps of a profile from 10 to 90 % of the way between two levels, around the half-way crossing nearest to its centre;
 * undefined where it does not reach both levels.
 */
export function riseSteps(profile: Float64Array, { dark, bright }: EdgeLevels): number | undefined {
  const share = (index: number): number => ((profile[index] ?? 0) - dark) / (bright - dark);
  /** Where the profile crosses a level between two samples. */
  const crossing = (index: number, level: number): number =>
    index + (level - share(index)) / (share(index + 1) - share(index));
  const middle = profile.length >> 1;
  const half = nearestRise(profile.length, middle, (index) => share(index) < 0.5 && share(index + 1) >= 0.5);
  if (half === undefined) return undefined;
  let low = half;
  while (low >= 0 && share(low) > 0.1) low--;
  let high = half;
  while (high < profile.length - 1 && share(high + 1) < 0.9) high++;
  if (low < 0 || high === profile.length - 1) return undefined;
  return crossing(high, 0.9) - crossing(low, 0.1);
}

function nearestRise(length: number, middle: number, rises: (index: number) => boolean): number | undefined {
  for (let away = 0; away <= middle; away++) {
    if (rises(middle - away)) return middle - away;
    if (middle + away < length - 1 && rises(middle + away)) return middle + away;
  }
  return undefined;
}
