import type { Derivation, ImageFile } from '@beatwatch/image-files';
import type { Denoiser } from '../denoiser.ts';

/** Source of planes: an image file, or a part of one. */
type PlaneSource = Pick<
  ImageFile,
  'width' | 'height' | 'frameCount' | 'channelCount' | 'unit' | 'pixelSpacingMm' | 'plane'
>;

/** Progress after a plane. */
export interface PlaneProgress {
  /** Planes done, from 1. */
  readonly done: number;
  readonly planeCount: number;
  /** Standard deviation of the noise in this plane, in the file's unit. */
  readonly noiseSd: number;
}

export interface DenoiseFileOptions {
  /** Share of the noise to remove, 0 (none) to 1 (all). Default 1. */
  readonly strength?: number;
  /** Standard deviation of the noise in the file's unit, above 0. Default: estimated from each plane. */
  readonly noiseSd?: number;
  readonly signal?: AbortSignal;
  readonly onPlane?: (progress: PlaneProgress) => void;
}

export interface DenoisedPlanes {
  /** `[frame * channelCount + channel]`: the values of one plane, in the file's unit, as `withValues` expects them. */
  readonly values: readonly Float32Array[];
  /** `[frame * channelCount + channel]`: standard deviation of each plane's noise, in the file's unit. */
  readonly noiseSds: readonly number[];
}

export interface DenoisedFile {
  /** A file of the same format. */
  readonly bytes: Uint8Array;
  readonly noiseSds: readonly number[];
}

/**
 * Removes the noise from every plane of a file, one plane at a time: apart from the results, which writing a file needs
 * together, at most one plane is in memory.
 * @throws DenoiserError (`invalid-argument`, `cancelled`); ImageFileError (`broken-file`)
 */
export async function denoisePlanes(
  source: PlaneSource,
  denoiser: Denoiser,
  { onPlane, ...options }: DenoiseFileOptions = {},
): Promise<DenoisedPlanes> {
  const { width, height, frameCount, channelCount } = source;
  const planeCount = frameCount * channelCount;
  const values: Float32Array[] = [];
  const noiseSds: number[] = [];
  for (let frame = 0; frame < frameCount; frame++) {
    for (let channel = 0; channel < channelCount; channel++) {
      const plane = await source.plane(frame, channel);
      const { image, noiseSd } = await denoiser.denoise(
        { width, height, values: plane.values },
        {
          ...options,
          unit: source.unit,
          ...(source.pixelSpacingMm !== undefined && { pixelSpacingMm: source.pixelSpacingMm.row }),
          ...(plane.padding !== undefined && { padding: plane.padding }),
        },
      );
      values.push(image.values);
      noiseSds.push(noiseSd);
      onPlane?.({ done: values.length, planeCount, noiseSd });
    }
  }
  return { values, noiseSds };
}

/**
 * The same file without the noise. Everything but the pixels stays, except that a DICOM object describes its
 * derivation.
 * @throws DenoiserError (`invalid-argument`, `cancelled`); ImageFileError (`broken-file`)
 */
export async function denoiseImageFile(
  file: ImageFile,
  denoiser: Denoiser,
  { derivation, ...options }: DenoiseFileOptions & { readonly derivation: Derivation },
): Promise<DenoisedFile> {
  const { values, noiseSds } = await denoisePlanes(file, denoiser, options);
  return { bytes: await file.withValues(values, derivation), noiseSds };
}
