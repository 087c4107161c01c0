import { describe, expect, it } from 'vitest';
import { defaultAlarmSettings } from '../settings.ts';
import type { KnownBeat } from '../state.ts';
import { ventricularRun } from './ventricular-run.ts';

const rule = defaultAlarmSettings.ventricularRun;

const beat = (index: number, told: Partial<KnownBeat>): KnownBeat => ({
  timeUs: 500_000 * index,
  endTimeUs: 500_000 * (index + 1),
  rrIntervalMs: 500,
  anomalyScore: 1,
  anomalous: false,
  clear: true,
  ventricular: false,
  ventricularLeads: 0,
  strength: 0,
  ...told,
});

const conditionOf = (...logOdds: readonly number[]) =>
  ventricularRun(
    logOdds.map((overNormalLogOdds, index) =>
      beat(index, { overNormalLogOdds, ventricular: overNormalLogOdds > 0 }),
    ),
    rule,
  );

describe('ventricularRun', () => {
  it('judges three beats together: a doubtful one between certain ones is one of them', () => {
    const condition = conditionOf(-8, 6, -0.3, 5);
    expect(condition.is).toBe('met');
    expect(condition).toMatchObject({
      finding: { beats: [{ timeUs: 5e5 }, { timeUs: 1e6 }, { timeUs: 15e5 }] },
    });
  });

  it('is not met by a couplet or bigeminy, however certain their beats are', () => {
    expect(conditionOf(-8, 12, 12, -8).is).toBe('undecided');
    expect(conditionOf(-8, 12, -8, 12).is).toBe('undecided');
    expect(conditionOf(12, 12, -3).is).toBe('undecided');
  });

  it('is not met by three beats that are as likely normal', () => {
    expect(conditionOf(0.1, 0.2, 0.1).is).toBe('undecided');
  });

  it('is not met where the usual beats look ventricular themselves, as in bigeminy with broad beats', () => {
    const usual = [-0.5, 4, -0.4, 4, -0.2, 4, -0.5, 4, -0.6, 4];
    expect(conditionOf(...usual, 1, 4).is).toBe('undecided');
    expect(conditionOf(...usual, 3, 4).is).toBe('met');
    expect(conditionOf(...usual.map((one) => one - 6), 1, 4, 3).is).toBe('met');
  });

  it('gives the whole of a longer run as evidence', () => {
    expect(conditionOf(3, 3, 3, 3)).toMatchObject({ finding: { beats: { length: 4 }, measure: 120 } });
  });

  it('takes strengths where no classes are told', () => {
    const strong = [0, 1, 2].map((index) => beat(index, { ventricular: true, strength: 3 }));
    expect(ventricularRun(strong, rule).is).toBe('met');
    expect(ventricularRun([...strong.slice(1), beat(3, { strength: 3 })], rule).is).toBe('undecided');
  });
});
