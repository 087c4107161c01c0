import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { referenceFile } from '../../../../test/stack/reference-data.ts';
import { countRPeaks } from '../../bench/r-peaks.ts';
import { readWfdbRecord } from '../readers/files.ts';
import { createRPeakDetector } from './detector.ts';

describe('R peaks on MIT-BIH', () => {
  it('are found in DS1 with sensitivity and positive predictivity of at least 99.8 %', async (context) => {
    const folder = dirname(referenceFile(context, 'mitdb', '208.hea'));
    const names = readdirSync(folder).filter((file) => file.endsWith('.hea'));
    const total = { found: 0, missed: 0, extra: 0 };
    for (const name of names) {
      const record = await readWfdbRecord(join(folder, name.replace('.hea', '')));
      const [signal] = record.signals;
      const microvolts = Float32Array.from(signal!.samples, (count) => count * signal!.microvoltsPerCount!);
      const peaks = createRPeakDetector({ samplingRateHz: record.samplingRateHz }).push(microvolts);
      const { found, missed, extra } = countRPeaks(record, peaks);
      total.found += found;
      total.missed += missed;
      total.extra += extra;
    }
    expect(names).toHaveLength(22);
    expect(total.found / (total.found + total.missed)).toBeGreaterThan(0.998);
    expect(total.found / (total.found + total.extra)).toBeGreaterThan(0.998);
  });
});
