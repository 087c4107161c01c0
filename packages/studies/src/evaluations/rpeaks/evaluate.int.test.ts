import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { referenceFile } from '../../../../../test/stack/reference-data.ts';
import { evaluateRPeaks } from './evaluate.ts';

describe('evaluateRPeaks', () => {
  const run = { command: 'a test', nowMs: () => 0 };

  it('finds the beats of 118 and 119, clean and with electrode motion, and draws where it does not', async (context) => {
    const folder = dirname(referenceFile(context, 'mitdb', '118.hea'));
    const noiseFolder = dirname(referenceFile(context, 'nstdb', 'em.hea'));
    const seen: string[] = [];
    const { evaluation, html } = await evaluateRPeaks({
      folder,
      only: ['118', '119'],
      noise: { folder: noiseFolder, names: ['em'], snrsDb: [12, 6], continuous: false },
      onProgress: ({ name, variant }) => seen.push(`${name} ${variant}`),
      ...run,
    });
    const variants = ['clean', 'em 12 dB', 'em 6 dB'];
    expect(seen).toEqual(['118', '119'].flatMap((name) => variants.map((variant) => `${name} ${variant}`)));
    const { pooled, records, noise } = evaluation;
    expect(Object.keys(records)).toEqual(['118', '119']);
    expect(pooled.truePositives + pooled.falseNegatives).toBe(2278 + 1987);
    expect(pooled.sensitivity).toBeGreaterThan(0.998);
    expect(pooled.positivePredictivity).toBeGreaterThan(0.998);
    const [light, strong] = [noise!['em']!['12']!, noise!['em']!['6']!];
    expect(light.pooled.positivePredictivity).toBeGreaterThan(strong.pooled.positivePredictivity!);
    // Of the 25 minutes after a record's clean start 13 are noisy; the others are as before.
    expect(strong.noisyPooled!.truePositives).toBeLessThan(0.5 * strong.pooled.truePositives);
    expect(strong.pooled.sensitivity).toBeGreaterThan(0.95);
    expect(strong.pooled.positivePredictivity).toBeGreaterThan(0.95);
    expect(html).toContain('id="noise-em-6-db"');
  });

  it('tells what people of lead1 did apart, and judges between their first annotated beat and the last', async (context) => {
    const folder = dirname(referenceFile(context, 'lead1', 'subject_541.csv'));
    const { evaluation } = await evaluateRPeaks({ ...run, folder, only: ['001', '541'] });
    expect(Object.keys(evaluation.groups)).toEqual(['rest', 'walking', 'running']);
    const { truePositives, falseNegatives } = evaluation.groups['running']!;
    expect(truePositives + falseNegatives).toBeGreaterThan(10);
    expect(evaluation.pooled).toMatchObject({ sensitivity: 1, positivePredictivity: 1 });
    expect(evaluation.unreadable).toEqual([]);
  });

  it('judges each lead of ludb by the annotations of that lead', async (context) => {
    const folder = dirname(referenceFile(context, 'ludb', '1.hea'));
    const { evaluation } = await evaluateRPeaks({ ...run, folder, only: ['1'], leads: 'all' });
    expect(Object.keys(evaluation.groups)).toHaveLength(12);
    expect(evaluation.groups['avr']).toMatchObject({ sensitivity: 1, positivePredictivity: 1 });
  });
});
