import { createSeededRandom } from '@beatwatch/statistics';
import { describe, expect, it } from 'vitest';
import { addExamples, judgedSeconds, type Examples } from './examples.ts';
import { fitNetwork } from './fit-network.ts';
import { classOf, usableClass, type LabelledSignal } from './labelled-signal.ts';

const samplingRateHz = 250;

/** Spikes a second apart; the second half has noise of the given standard deviation in counts. */
function signal(seed: number, noise: number): LabelledSignal {
  const random = createSeededRandom(seed);
  const seconds = 60;
  return {
    dataSet: 'made up',
    record: String(seed),
    samplingRateHz,
    microvoltsPerCount: 5,
    samples: Int16Array.from({ length: seconds * samplingRateHz }, (_, at) => {
      const spike = Math.max(0, 200 - 60 * Math.abs((at % samplingRateHz) - 100));
      const isNoisy = at >= (seconds / 2) * samplingRateHz;
      return Math.round(spike + random.normal() + (isNoisy ? noise * random.normal() : 0));
    }),
    groupOf: () => 'spikes',
    targetOf: (second) => (second < seconds / 2 ? usableClass : classOf('muscle')),
    weightOf: () => 1,
    fold: 0,
  };
}

const settings = { hiddenUnits: 4, epochs: 40, batchSize: 16, learningRate: 0.02, seed: 3 };

function examplesOf(signals: readonly LabelledSignal[]): Examples {
  const examples: Examples = { features: [], targets: [], weights: [] };
  for (const each of signals) addExamples(each, examples);
  return examples;
}

describe('a network of signal quality', () => {
  const examples = examplesOf([signal(1, 60), signal(2, 90)]);

  it('learns which seconds are noisy and the kind of noise', () => {
    const losses: number[] = [];
    const network = fitNetwork(examples, settings, (_, loss) => losses.push(loss));
    expect(losses).toHaveLength(settings.epochs);
    expect(losses.at(-1)).toBeLessThan(0.2 * losses[0]!);
    const judged = judgedSeconds(signal(3, 70), network);
    // Skips seconds whose judgement includes settling filters or the change to noise.
    for (const { qualityIndex } of judged.slice(4, 30)) expect(qualityIndex).toBeGreaterThan(0.5);
    for (const { qualityIndex, faults } of judged.slice(34)) {
      expect(qualityIndex).toBeLessThan(0.5);
      expect(faults).toContain('muscle');
    }
  });

  it('is the same for the same seed and different for another', () => {
    const fit = (seed: number) => fitNetwork(examples, { ...settings, epochs: 2, seed }, () => undefined);
    expect(fit(3)).toEqual(fit(3));
    expect(fit(4).hidden).not.toEqual(fit(3).hidden);
  });
});
