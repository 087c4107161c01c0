import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { simulateLowDose } from '@beatwatch/denoiser';
import { readImageFile } from '@beatwatch/image-files';
import { createSeededRandom } from '@beatwatch/statistics';
import type { NoisySlice } from './contender.ts';

const data =
  process.env['ECG_DATA_DIR'] ?? fileURLToPath(new URL('../../../../shared/data', import.meta.url));

/** A slice of 512 x 512 in the reference data, the default of the benchmark. */
export const usualSlice = join(data, 'ct', 'ID_0005_AGE_0048_CONTRAST_1_CT.dcm');

/** A CT slice at a simulated low dose. */
export async function noisySlice(file: string, incidentPhotons: number): Promise<NoisySlice> {
  const read = await readImageFile(await readFile(file), { name: file });
  const { values } = await read.plane(0, 0);
  const pixelSpacingMm = read.pixelSpacingMm?.row ?? 0.7;
  const fullDose = {
    width: read.width,
    height: read.height,
    values: values.map((hu) => Math.min(3071, Math.max(-1024, hu))),
  };
  const random = createSeededRandom(1);
  const image = simulateLowDose(fullDose, { pixelSpacingMm, incidentPhotons, random });
  let [count, squares] = [0, 0];
  fullDose.values.forEach((hu, pixel) => {
    if (hu < -200 || hu > 200) return;
    count++;
    squares += ((image.values[pixel] ?? 0) - hu) ** 2;
  });
  return { image, pixelSpacingMm, noiseSdHu: Math.sqrt(squares / count) };
}
