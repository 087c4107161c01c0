import { describe, expect, it } from 'vitest';
import { referenceFile } from '../../../../../test/stack/reference-data.ts';
import { autoencoderShareDefaults } from './settings.ts';
import { studyAutoencoderShare } from './study.ts';

describe('studyAutoencoderShare', () => {
  it(
    'judges some records of each data set in noise, with and without labels of the other',
    { timeout: 300_000 },
    async (context) => {
      for (const folder of ['mitdb', 'svdb', 'qtdb', 'vfdb', 'cinc2017-more', 'nstdb'])
        referenceFile(context, folder);
      const { outcome, html } = await studyAutoencoderShare({
        ...autoencoderShareDefaults,
        dataFolder: referenceFile(context, '.'),
        command: 'test',
        nowMs: () => 0,
        denoiserEpochs: 1,
        wearablePatients: 4,
        resamples: 20,
        recordsPerDataSet: 3,
      });
      expect(outcome.denoised.map(({ dataSet, noise }) => `${dataSet} ${noise}`)).toEqual(
        ['mitdb', 'svdb'].flatMap((dataSet) =>
          ['none', 'em 6 dB', 'em 0 dB', 'ma 6 dB', 'ma 0 dB'].map((noise) => `${dataSet} ${noise}`),
        ),
      );
      const inNoise = (noise: string) =>
        outcome.denoised.find((each) => each.dataSet === 'mitdb' && each.noise === noise)!.aurocs;
      const clean = inNoise('none')['as it is']!.value;
      expect(inNoise('ma 0 dB')['as it is']!.value).toBeLessThan(clean);
      expect(inNoise('ma 0 dB')['linear filter']!.value).toBeGreaterThan(
        inNoise('ma 0 dB')['as it is']!.value,
      );
      for (const { aurocs } of [...outcome.denoised, ...outcome.fewLabels]) {
        for (const { value, low, high } of Object.values(aurocs)) {
          expect(value).toBeGreaterThanOrEqual(low - 1e-9);
          expect(value).toBeLessThanOrEqual(high + 1e-9);
        }
      }
      expect(html).toContain('Ventricular beats in noise without labels');
    },
  );
});
