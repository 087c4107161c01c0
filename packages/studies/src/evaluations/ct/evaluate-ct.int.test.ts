import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { referenceFile } from '../../../../../test/stack/reference-data.ts';
import { baselineGrid, tunedBaselines } from './baselines.ts';
import { evaluateCt } from './evaluate-ct.ts';
import type { MethodName } from './ct-figures.ts';

const run = { command: 'a test', nowMs: () => 0, seed: 1, workers: 2, incidentPhotons: [2000] };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'beatwatch-ct-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('evaluateCt', () => {
  it('judges every method on a slice and names the best filter', { timeout: 300_000 }, async (context) => {
    // Small (128 x 128 pixels) and of a patient that is in no list.
    await copyFile(referenceFile(context, 'ct', 'pydicom_CT_small.dcm'), join(folder, 'small.dcm'));
    await writeFile(join(folder, 'broken.dcm'), 'no DICOM');
    const { evaluation, html } = await evaluateCt({ ...run, folder, patients: 'unseen' });
    expect(evaluation.leftOut.map(({ file }) => file)).toEqual(['broken.dcm']);
    const [dose] = evaluation.doses;
    expect(dose!.slices.map(({ file, patient }) => [file, patient])).toEqual([['small.dcm', '1CT1']]);
    const psnrDb = (name: MethodName) => dose!.meanOverSlices[name].widePsnrDb;
    for (const name of ['nonLocalMeans', 'bm3d', 'bm3dColoured'] as const)
      expect(psnrDb(name)).toBeGreaterThan(psnrDb('noisy'));
    const best = dose!.meanOverSlices[dose!.bestBaseline].softPsnrDb;
    for (const { name } of tunedBaselines)
      expect(dose!.meanOverSlices[name].softPsnrDb).toBeLessThanOrEqual(best);
    expect(dose!.gainDb).toBeCloseTo(dose!.meanOverSlices.network.softPsnrDb - best, 9);
    expect(html).toContain(evaluation.fingerprint);
    expect(html).toContain('broken.dcm');

    const again = await evaluateCt({ ...run, folder, patients: 'unseen' });
    expect(again.evaluation.doses[0]!.meanOverSlices.noisy).toEqual(dose!.meanOverSlices.noisy);
  });

  it('rejects a folder without a slice of the patients', async (context) => {
    await copyFile(referenceFile(context, 'ct', 'pydicom_CT_small.dcm'), join(folder, 'small.dcm'));
    await expect(evaluateCt({ ...run, folder, patients: 'test' })).rejects.toThrow(
      `${folder}: a CT slice of the chosen patients is missing`,
    );
  });
});

describe('the settings of the filters', () => {
  it('are part of the grid', () => {
    for (const baseline of tunedBaselines) expect(baselineGrid).toContainEqual(baseline);
  });
});
