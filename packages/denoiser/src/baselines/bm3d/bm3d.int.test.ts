import { createSeededRandom } from '@beatwatch/statistics';
import { readImageFile } from '@beatwatch/image-files';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { referenceFile } from '../../../../../test/stack/reference-data.ts';
import { softTissueWindow, wideWindow } from '../../images/hu-window.ts';
import { windowQuality } from '../../measures/window-quality.ts';
import { bm3d } from './bm3d.ts';

/** The file, the noise's standard deviation, and PSNR in dB by PyPI's bm3d 4.0.3 on the same numbers. */
const peer = [
  { file: 'ID_0005_AGE_0048_CONTRAST_1_CT.dcm', sd: 40, softDb: 35.138, wideDb: 41.031 },
  { file: 'ID_0062_AGE_0067_CONTRAST_0_CT.dcm', sd: 20, softDb: 33.18, wideDb: 43.941 },
] as const;

const side = 256;

describe("bm3d is no worse than PyPI's package", () => {
  it.for(peer)(
    '$file, white noise of $sd HU',
    { timeout: 300_000 },
    async ({ file, sd, softDb, wideDb }, context) => {
      const bytes = await readFile(referenceFile(context, 'ct', file));
      const image = await readImageFile(bytes, { name: file });
      const plane = await image.plane(0, 0);
      // The central part of the slice, as the peer had it.
      const random = createSeededRandom(6);
      const values = Float32Array.from({ length: side * side }, (_, index) => {
        const [x, y] = [(index % side) + 128, Math.floor(index / side) + 128];
        return Math.min(3071, Math.max(-1024, plane.values[y * image.width + x]!));
      });
      const clean = { width: side, height: side, values };
      const noisy = { ...clean, values: values.map((hu) => hu + sd * random.normal()) };
      const found = bm3d(noisy, { noiseSd: sd });
      const [soft, wide] = [softTissueWindow, wideWindow].map(
        (window) => windowQuality(clean, found, window).psnrDb,
      );
      expect(soft! - softDb).toBeGreaterThan(-0.1);
      expect(wide! - wideDb).toBeGreaterThan(-0.1);
      // A far better result would mean different inputs.
      expect(soft! - softDb).toBeLessThan(0.6);
      expect(wide! - wideDb).toBeLessThan(0.6);
    },
  );
});
