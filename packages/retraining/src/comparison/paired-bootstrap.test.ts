import { areaUnderRoc } from '@beatwatch/model-core';
import { createSeededRandom } from '@beatwatch/statistics';
import { describe, expect, it } from 'vitest';
import type { JudgedSequence } from './judge-set.ts';
import { pairedFigures } from './paired-bootstrap.ts';
import type { ComparedSet } from './figure-changes.ts';
import { promotionDefaults } from './promotion-limits.ts';
import { verdictOf } from './promotion-rule.ts';

/** Patients whose beats a model separates by a distance, in deviations of the score. */
function outcomes(distance: number, { patients = 20, seed = 1, beats = 300 } = {}): JudgedSequence[] {
  const random = createSeededRandom(seed);
  return Array.from({ length: patients }, (_, patient) => ({
    patient: `p-${patient}`,
    beats: Array.from({ length: beats }, (_, index) => {
      const normal = index % 5 !== 0;
      const noise = random.normal();
      const score = Math.exp(noise + (normal ? 0 : distance));
      // Every patient has a reconstruction loss of their own size.
      return {
        normal,
        toldByForm: true,
        score,
        loss: score * 2 ** patient,
        flagged: noise + (normal ? 0 : distance) > 1.5,
        ventricular: !normal,
        calledVentricular: noise + (normal ? 0 : distance) > 1.5,
      };
    }),
  }));
}

const compared = (champion: number, challenger: number, name = 'reference', seed = 1): ComparedSet => ({
  name,
  title: name,
  figures: pairedFigures(outcomes(champion, { seed }), outcomes(challenger, { seed })),
});

describe('pairedFigures', () => {
  it('gives the figures of each model, as the plain area under the ROC curve has it', () => {
    const before = outcomes(2);
    const { champion, units, drawn } = pairedFigures(before, outcomes(2.5));
    const beats = before.flatMap((sequence) => sequence.beats);
    const area = areaUnderRoc({
      scores: beats.map(({ score }) => score),
      positive: beats.map(({ normal }) => !normal),
    });
    expect(champion.separation).toBeCloseTo(area, 3);
    expect(champion.lossSeparation).toBeCloseTo(area, 2);
    const ectopic = beats.filter(({ normal }) => !normal);
    expect(champion.sensitivity).toBeCloseTo(
      ectopic.filter(({ flagged }) => flagged).length / ectopic.length,
      12,
    );
    expect([units, drawn]).toEqual([20, 'patients']);
  });

  it('is sure of a difference between models that are not alike, and of none between equal ones', () => {
    const { separation, specificity } = pairedFigures(outcomes(2), outcomes(2.5)).difference;
    expect(separation?.estimate).toBeGreaterThan(0.02);
    expect(separation?.interval[0]).toBeGreaterThan(0);
    expect(separation?.interval[1]).toBeGreaterThan(separation!.estimate);
    expect(specificity).toEqual({ estimate: 0, interval: [0, 0] });
    const other = pairedFigures(outcomes(2), outcomes(2, { seed: 2 })).difference.separation;
    expect(other?.interval[0]).toBeLessThan(0);
    expect(other?.interval[1]).toBeGreaterThan(0);
  });

  it('draws blocks of the beats of a single patient, and gives the same intervals again', () => {
    const compare = () => pairedFigures(outcomes(2, { patients: 1 }), outcomes(3, { patients: 1 }));
    expect(compare()).toMatchObject({ drawn: 'blocks of 20 beats', units: 15 });
    expect(compare()).toEqual(compare());
  });
});

describe('verdictOf', () => {
  const verdict = (reference: readonly ComparedSet[], labelled: readonly ComparedSet[] = []) =>
    verdictOf({ reference, labelled }, promotionDefaults);

  it('promotes a challenger that is better beyond chance, and says where', () => {
    const { promote, sentence } = verdict([compared(2, 2.4, 'MIT-BIH')]);
    expect(promote).toBe(true);
    expect(sentence).toMatch(/^Promote: the challenger is better in .* on MIT-BIH by 0\.\d{4}/);
  });

  it('does not promote one that is as good as the champion', () => {
    expect(verdict([compared(2, 2)])).toMatchObject({
      promote: false,
      sentence: 'Do not promote: the challenger is nowhere better by 0.002 or more beyond chance.',
    });
  });

  it('does not promote one that gains on the ward and forgets elsewhere, and says what it forgot', () => {
    const { promote, sentence, reasons } = verdict(
      [compared(2, 1.7, 'MIT-BIH')],
      [compared(1, 3, 'the ward')],
    );
    expect(promote).toBe(false);
    expect(sentence).toMatch(/^Do not promote: the challenger is worse in .* on MIT-BIH/);
    expect(reasons.some((reason) => reason.includes('on the ward: +'))).toBe(true);
  });

  it('counts a worse reconstruction loss where that is no chance, and says what it may mean', () => {
    const lost = (interval: readonly [number, number]): ComparedSet => {
      const set = compared(2, 2, 'MIT-BIH');
      return {
        ...set,
        figures: { ...set.figures, difference: { lossSeparation: { estimate: -0.05, interval } } },
      };
    };
    expect(verdict([lost([-0.1, 0.01])]).sentence).toContain('may be worse in AUROC of the reconstruction');
    expect(verdict([lost([-0.1, -0.01])]).sentence).toContain('as if it had learned from some');
  });

  it('promotes nothing without a reference set', () => {
    const { promote, sentence } = verdict([], [compared(1, 3)]);
    expect(promote).toBe(false);
    expect(sentence).toContain('no reference set could be read');
  });
});
