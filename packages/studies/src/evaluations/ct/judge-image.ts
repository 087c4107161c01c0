import {
  edgeSharpness,
  findEdges,
  findFlatTissue,
  flatTissueNoise,
  softTissueWindow,
  wideWindow,
  windowQuality,
  type Edge,
  type EdgeSharpness,
  type FlatSquare,
  type FlatTissueNoise,
  type GreyImage,
  type WindowQuality,
} from '@beatwatch/denoiser';

/** A full-dose slice with its flat tissue and clean edges. */
export interface Reference {
  readonly image: GreyImage;
  readonly pixelSpacingMm: number;
  readonly squares: readonly FlatSquare[];
  readonly edges: readonly Edge[];
}

/** Figures of an image compared with its full-dose slice. */
export interface ImageFigures {
  /** In -160..240 HU. */
  readonly soft: WindowQuality;
  /** In -1000..1000 HU. */
  readonly wide: WindowQuality;
  /** Undefined if the slice has no flat tissue. */
  readonly flat?: FlatTissueNoise;
  /** Undefined if the slice has no such edge. */
  readonly bodyEdge?: EdgeSharpness;
  readonly boneEdge?: EdgeSharpness;
}

export const referenceOf = (image: GreyImage, pixelSpacingMm: number): Reference => ({
  image,
  pixelSpacingMm,
  squares: findFlatTissue(image),
  edges: findEdges(image, pixelSpacingMm),
});

export function judgeImage(reference: Reference, image: GreyImage): ImageFigures {
  const { image: fullDose, pixelSpacingMm, squares, edges } = reference;
  const bodyEdge = edgeSharpness(image, pixelSpacingMm, edges, 'body');
  const boneEdge = edgeSharpness(image, pixelSpacingMm, edges, 'bone');
  return {
    soft: windowQuality(fullDose, image, softTissueWindow),
    wide: windowQuality(fullDose, image, wideWindow),
    ...(squares.length > 0 && { flat: flatTissueNoise(fullDose, image, squares) }),
    ...(bodyEdge && { bodyEdge }),
    ...(boneEdge && { boneEdge }),
  };
}
