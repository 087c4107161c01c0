import { mapStep, noiseDirections } from '../ct/noise-directions.ts';
import type { GreyImage } from '../images/grey-image.ts';
import { isWithin, softTissueWindow } from '../images/hu-window.ts';
import { findNoise, type NetworkPass } from '../network/run-network.ts';
import type { ResidualNetwork } from '../network/residual-network.ts';

/** Dose that the network's simulated training scans are centred on. */
const usualIncidentPhotons = 1e5;
/** Typical pixel of a 512 x 512 chest slice, for images without a pixel spacing. */
const usualPixelSpacingMm = 0.7;
/** Air, the lowest value of a 12-bit CT image; scanners mark pixels outside their field of view with lower values. */
const leastHu = -1024;

export interface FoundNoise {
  /** `[height * width]`, in the image's unit. */
  readonly noise: Float32Array;
  /** Standard deviation, given or estimated in tissue. */
  readonly noiseSd: number;
}

export interface FindNoiseOptions {
  /** In the image's unit. Default: estimated. */
  readonly noiseSd?: number;
  readonly pixelSpacingMm?: number;
  readonly padding?: Uint8Array;
  /**
   * Share of the noise's standard deviation that the network removes on average; noise that resembles the image stays.
   * Corrects the estimated level. Default 1.
   */
  readonly removedShare?: number;
}

/** The noise in a CT slice in HU. Without a level, the network assumes a typical low dose and that it may differ. */
export async function findCtNoise(
  network: ResidualNetwork,
  pass: NetworkPass,
  slice: GreyImage,
  options: FindNoiseOptions,
): Promise<FoundNoise> {
  const { noiseSd, pixelSpacingMm = usualPixelSpacingMm, padding, removedShare = 1 } = options;
  const filled = withoutPadding(slice, padding);
  const usual = noiseDirections(filled, { pixelSpacingMm, incidentPhotons: usualIncidentPhotons });
  const level = noiseSd === undefined ? 1 : noiseSd / usualLevel(filled, usual);
  const directions = usual.map((map) => ({ ...map, values: map.values.map((sd) => sd * level) }));
  const noise = await findNoise(network, pass, filled, { directions, levelKnown: noiseSd !== undefined });
  return { noise, noiseSd: noiseSd ?? tissueSd(filled, noise) / removedShare };
}

/** A copy in which padding, and values below air, are air. */
function withoutPadding(slice: GreyImage, padding: Uint8Array | undefined): GreyImage {
  const values = slice.values.slice();
  for (let pixel = 0; pixel < values.length; pixel++)
    if (padding?.[pixel] === 1 || (values[pixel] ?? 0) < leastHu) values[pixel] = leastHu;
  return { ...slice, values };
}

/** Root of the maps' mean variance in tissue: one level for a slice, comparable with {@link tissueSd}. */
function usualLevel({ width, values }: GreyImage, directions: readonly GreyImage[]): number {
  const [first] = directions;
  if (first === undefined) return 1;
  const inTissue = Array.from({ length: first.width * first.height }, (_, place) => {
    const [x, y] = [(place % first.width) * mapStep, Math.floor(place / first.width) * mapStep];
    return isSoftTissue(values[y * width + x] ?? 0);
  });
  const everywhere = !inTissue.includes(true);
  let [count, squares] = [0, 0];
  inTissue.forEach((counts, place) => {
    if (!counts && !everywhere) return;
    count += 1;
    for (const map of directions) squares += (map.values[place] ?? 0) ** 2;
  });
  return Math.sqrt(squares / count);
}

const isSoftTissue = (hu: number): boolean => isWithin(softTissueWindow, hu);

/** Over soft tissue, or over the whole slice where soft tissue is scarce. */
function tissueSd({ values }: GreyImage, noise: Float32Array): number {
  let [tissueCount, tissueSquares, squares] = [0, 0, 0];
  for (let pixel = 0; pixel < noise.length; pixel++) {
    const square = (noise[pixel] ?? 0) ** 2;
    squares += square;
    if (!isSoftTissue(values[pixel] ?? 0)) continue;
    tissueCount += 1;
    tissueSquares += square;
  }
  return tissueCount < noise.length / 100
    ? Math.sqrt(squares / noise.length)
    : Math.sqrt(tissueSquares / tissueCount);
}
