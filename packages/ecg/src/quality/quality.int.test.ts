import { readWfdbRecord, samplesAboveBaseline, type WfdbRecord } from '@beatwatch/recordings';
import { describe, expect, it } from 'vitest';
import { referenceFile } from '../../../../test/stack/reference-data.ts';
import { signalModels } from '../../../../test/stack/signal-models.ts';
import { advanceQuality, closeSecond, qualityDesign, qualityState, type SecondQuality } from './quality.ts';

interface Signal {
  readonly samples: Int16Array;
  readonly microvoltsPerCount: number;
  readonly samplingRateHz: number;
}

function firstSignal(record: WfdbRecord): Signal {
  const [signal] = record.signals;
  return {
    samples: samplesAboveBaseline(signal!),
    microvoltsPerCount: signal!.microvoltsPerCount ?? 5,
    samplingRateHz: record.samplingRateHz,
  };
}

function judge({ samples, microvoltsPerCount, samplingRateHz }: Signal): SecondQuality[] {
  const design = qualityDesign(samplingRateHz);
  const state = qualityState();
  const judged: SecondQuality[] = [];
  for (let from = 0; from + design.secondLength <= samples.length; from += design.secondLength) {
    advanceQuality(state, design, samples.subarray(from, from + design.secondLength), microvoltsPerCount);
    judged.push(closeSecond(state, design, signalModels.quality));
  }
  return judged;
}

const shareUnusable = (judged: readonly SecondQuality[]): number =>
  judged.filter(({ qualityIndex }) => qualityIndex < 0.5).length / judged.length;

/** Trimmed mean of the standard deviations of the first 300 seconds of a noise record, as in `sigamp`. */
function noiseAmplitude(samples: Int16Array, window: number): number {
  const amplitudes = Array.from({ length: 300 }, (_, second) => {
    const values = samples.subarray(second * window, (second + 1) * window);
    const mean = values.reduce((sum, value) => sum + value, 0) / window;
    return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / window);
  });
  const kept = amplitudes.toSorted((a, b) => a - b).slice(15, -15);
  return kept.reduce((sum, value) => sum + value, 0) / kept.length;
}

describe('signal quality on recordings', () => {
  it('is good in clean records with many ventricular beats, in atrial fibrillation and with tall waves', async (context) => {
    for (const name of ['119', '116', '201', '205', '223']) {
      const path = referenceFile(context, 'mitdb', `${name}.hea`).replace(/\.hea$/, '');
      expect(shareUnusable(judge(firstSignal(await readWfdbRecord(path))))).toBeLessThan(0.01);
    }
  });

  const noises = [
    { kind: 'em', fault: 'electrode-motion', snrDb: 0, minShare: 0.9 },
    { kind: 'ma', fault: 'muscle', snrDb: 0, minShare: 0.9 },
    // Baseline wander comes and goes, and hides beats only when it is large.
    { kind: 'bw', fault: 'baseline', snrDb: -6, minShare: 0.4 },
  ] as const;

  it.for(noises)('is poor with $fault noise at $snrDb dB and reports it', async (noise, context) => {
    const { kind, fault, snrDb, minShare } = noise;
    const path = referenceFile(context, 'mitdb', '119.hea').replace(/\.hea$/, '');
    const clean = firstSignal(await readWfdbRecord(path));
    const noisePath = referenceFile(context, 'nstdb', `${kind}.hea`).replace(/\.hea$/, '');
    const { samples: added } = firstSignal(await readWfdbRecord(noisePath));
    // Normal QRS complexes of record 119 are 2.4 mV from peak to peak: 475 counts.
    const gain = (475 / Math.sqrt(8) / noiseAmplitude(added, 360)) * 10 ** (-snrDb / 20);
    const samples = clean.samples.map((count, at) => Math.round(count + gain * (added[at] ?? 0)));
    const judged = judge({ ...clean, samples });
    expect(shareUnusable(judged)).toBeGreaterThan(minShare);
    const named = judged.filter(({ faults }) => faults.includes(fault));
    expect(named.length / judged.length).toBeGreaterThan(minShare);
  });

  it('is good in ventricular fibrillation', async (context) => {
    let fibrillating = 0;
    let unusable = 0;
    for (const name of ['cu01', 'cu05', 'cu09', 'cu17', 'cu31']) {
      const path = referenceFile(context, 'cudb', `${name}.hea`).replace(/\.hea$/, '');
      const record = await readWfdbRecord(path);
      const judged = judge(firstSignal(record));
      const onset = record.annotations.find(({ symbol }) => symbol === '[')!.sample / 250;
      const end = (record.annotations.find(({ symbol }) => symbol === ']')?.sample ?? Infinity) / 250;
      const seconds = judged.slice(Math.ceil(onset) + 1, Math.floor(Math.min(end, judged.length)));
      fibrillating += seconds.length;
      unusable += seconds.filter(({ qualityIndex }) => qualityIndex < 0.5).length;
    }
    expect(fibrillating).toBeGreaterThan(300);
    expect(unusable / fibrillating).toBeLessThan(0.05);
  });
});
