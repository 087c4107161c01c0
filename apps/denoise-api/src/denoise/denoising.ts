import { denoiseImageFile, derivationOf, denoisePlanes, type Denoiser } from '@beatwatch/denoiser';
import {
  encodeImage,
  imageValues,
  oneFrame,
  readImageFile,
  type DicomIdentity,
  type ImageFile,
  type ImageForm,
  type ValueUnit,
} from '@beatwatch/image-files';
import { orAborted } from '../limits/request-signal.ts';
import type { ApiLimits } from '../limits/limits.ts';
import type { WorkQueue } from '../limits/work-queue.ts';
import type { ApiMetrics, Way } from '../metrics.ts';
import type { Settings } from './settings.ts';

export interface DenoisingOptions {
  readonly denoiser: Denoiser;
  readonly queue: WorkQueue;
  readonly limits: ApiLimits;
  readonly metrics: ApiMetrics;
  readonly now: () => Date;
}

export interface DenoiseRequest {
  readonly bytes: Uint8Array;
  /** Names the file in errors. */
  readonly name: string;
  readonly settings: Settings;
  readonly signal: AbortSignal;
  readonly way: Way;
  /** See `WorkOptions`. */
  readonly alwaysAdmitted?: boolean;
  /** Chooses the form of the result once the file has been read. Default: that of the file. */
  readonly formOf?: (file: ImageFile) => OutputForm;
  readonly onPlane?: (done: number, planeCount: number) => void;
}

/** The form of the file, or another one, of all frames or of one (from 0). */
export type OutputForm =
  'same' | { readonly mediaType: string; readonly frame?: number; readonly encode: ImageForm };

/** A denoised file. */
export interface DenoiseResult {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly unit: ValueUnit;
  /** Standard deviation of the noise of each plane. */
  readonly noiseSds: readonly number[];
  /** Identity of the source; present for DICOM. */
  readonly source?: DicomIdentity;
}

/** Reads, denoises and writes single files, a few at a time. */
export class Denoising {
  readonly #options: DenoisingOptions;

  constructor(options: DenoisingOptions) {
    this.#options = options;
  }

  get modelVersion(): string {
    return this.#options.denoiser.modelVersion;
  }

  /**
   * @throws ImageFileError; DenoiserError; ApiError (`busy`, `not-acceptable`); the signal's reason
   */
  async file(request: DenoiseRequest): Promise<DenoiseResult> {
    const { queue, metrics } = this.#options;
    const { signal, alwaysAdmitted = false, way } = request;
    try {
      // The response does not wait for cancelled work; the next file in the queue does.
      const result = await orAborted(
        queue.run(
          () => {
            const end = metrics.fileSeconds.startTimer();
            return this.#denoise(request).finally(end);
          },
          { signal, alwaysAdmitted },
        ),
        signal,
      );
      metrics.files.inc({ way, outcome: 'denoised' });
      return result;
    } catch (error) {
      metrics.files.inc({ way, outcome: 'refused' });
      throw error;
    }
  }

  async #denoise({ bytes, name, settings, signal, formOf, onPlane }: DenoiseRequest): Promise<DenoiseResult> {
    const { denoiser, limits, metrics, now } = this.#options;
    const file = await readImageFile(bytes, {
      name,
      limits: {
        maxPixelsPerFrame: limits.maxPixels,
        maxFrames: limits.maxFrames,
        maxDecodedBytes: limits.maxDecodedBytes,
      },
    });
    const form = formOf?.(file) ?? 'same';
    const planes = {
      ...settings,
      signal,
      onPlane: ({ done, planeCount }: { readonly done: number; readonly planeCount: number }) => {
        metrics.planes.inc();
        onPlane?.(done, planeCount);
      },
    };
    const described = { unit: file.unit, ...(file.dicom !== undefined && { source: file.dicom }) };
    if (form === 'same') {
      const derivation = derivationOf(file, { modelVersion: denoiser.modelVersion, settings, at: now() });
      const made = await denoiseImageFile(file, denoiser, { ...planes, derivation });
      return { ...made, ...described, mediaType: file.mediaType };
    }
    const source = form.frame === undefined ? file : oneFrame(file, form.frame);
    const { values, noiseSds } = await denoisePlanes(source, denoiser, planes);
    const made = await encodeImage(imageValues(source, values), form.encode);
    return { bytes: made.bytes, noiseSds, ...described, mediaType: form.mediaType };
  }
}
