import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  denoiseImageFile,
  denoisePlanes,
  derivationOf,
  type Denoiser,
  type DenoiseFileOptions,
} from '@beatwatch/denoiser';
import {
  encodeImage,
  imageValues,
  readImageFile,
  type ImageFile,
  type ImageWindow,
} from '@beatwatch/image-files';
import { formOf, type DenoiseJob } from './jobs.ts';

export interface DenoiseSettings {
  readonly strength?: number;
  readonly noiseSd?: number;
  /** Of PNG made of another format. */
  readonly window?: ImageWindow;
}

/** Result of one file. */
export interface DenoisedReport extends DenoiseJob {
  readonly format: string;
  readonly planes: number;
  /** Mean over the planes, in the file's unit. */
  readonly noiseSd: number;
  readonly unit: 'hounsfield' | 'grey';
  readonly ms: number;
}

/** Denoises one file; the result appears whole or not at all. */
export async function denoiseOne(
  job: DenoiseJob,
  denoiser: Denoiser,
  settings: DenoiseSettings,
): Promise<DenoisedReport> {
  const startedMs = performance.now();
  const file = await readImageFile(await readFile(job.input), { name: job.input });
  const { bytes, noiseSds } = await resultOf(file, job, denoiser, settings);
  await mkdir(dirname(job.output), { recursive: true });
  await writeFile(`${job.output}.part`, bytes);
  await rename(`${job.output}.part`, job.output);
  return {
    ...job,
    format: file.format,
    planes: noiseSds.length,
    noiseSd: noiseSds.reduce((sum, sd) => sum + sd, 0) / Math.max(1, noiseSds.length),
    unit: file.unit,
    ms: Math.round(performance.now() - startedMs),
  };
}

async function resultOf(
  file: ImageFile,
  { output }: DenoiseJob,
  denoiser: Denoiser,
  { window, ...settings }: DenoiseSettings,
): Promise<{ readonly bytes: Uint8Array; readonly noiseSds: readonly number[] }> {
  const options: DenoiseFileOptions = settings;
  const form = formOf(output);
  if (form === 'same' || form === file.format) {
    const derivation = derivationOf(file, {
      modelVersion: denoiser.modelVersion,
      settings,
      at: new Date(),
    });
    return denoiseImageFile(file, denoiser, { ...options, derivation });
  }
  const { values, noiseSds } = await denoisePlanes(file, denoiser, options);
  const { bytes } = await encodeImage(
    imageValues(file, values),
    form === 'npy' ? { format: 'npy' } : { format: 'png8', ...(window && { window }) },
  );
  return { bytes, noiseSds };
}
