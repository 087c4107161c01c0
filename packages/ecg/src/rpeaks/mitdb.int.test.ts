import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { deviceId, patientId } from '@beatwatch/contracts';
import { isBeatAnnotation, readWfdbRecord, samplesAboveBaseline } from '@beatwatch/recordings';
import { describe, expect, it } from 'vitest';
import { referenceFile } from '../../../../test/stack/reference-data.ts';
import { signalModels } from '../../../../test/stack/signal-models.ts';
import { countRPeaks } from '../../bench/r-peaks.ts';
import { expectedBeats } from '../live/expected-beats.ts';
import { packetise } from '../live/packetise.ts';
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

  it('give the beats of record 208 on the live path, identical for packets of any length', async (context) => {
    const path = referenceFile(context, 'mitdb', '208.hea').replace(/\.hea$/, '');
    const { samplingRateHz, signals, annotations } = await readWfdbRecord(path);
    const packets = (packetLengths: readonly number[]) =>
      packetise({
        patientId: patientId('208'),
        deviceId: deviceId('d'),
        lead: 'MLII',
        samplingRateHz,
        microvoltsPerCount: 5,
        samples: samplesAboveBaseline(signals[0]!),
        firstSampleTimeUs: 1.7e15,
        packetLengths,
      });
    const timesOf = (packetLengths: readonly number[]): number[] =>
      expectedBeats(packets(packetLengths), { models: signalModels }).map(({ timeUs }) => timeUs);
    const times = timesOf([108]);
    const reference = annotations.filter(({ symbol }) => isBeatAnnotation(symbol)).length;
    expect(Math.abs(times.length - reference)).toBeLessThan(0.005 * reference);
    expect(timesOf([1, 500, 37, 1200])).toEqual(times);
  });
});
