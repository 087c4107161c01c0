import { describe, expect, it } from 'vitest';
import type { AlarmKind } from '@beatwatch/contracts';
import { bedsideAlarm, bedsideFigures, bedsideOutcome, type BedsideKind } from './bedside-alarm.ts';

describe('bedsideAlarm', () => {
  it('reads what the header says', () => {
    expect(bedsideAlarm(['Ventricular_Tachycardia', 'True alarm'])).toEqual({
      kind: 'Ventricular_Tachycardia',
      isTrue: true,
    });
    expect(bedsideAlarm(['Asystole', 'False alarm'])?.isTrue).toBe(false);
    expect(bedsideAlarm(['69 M 1085 1629 x1'])).toBeUndefined();
    expect(bedsideAlarm()).toBeUndefined();
  });
});

describe('bedsideOutcome', () => {
  const repeatedBy = (alarm: BedsideKind, kind: AlarmKind, from: number, to: number) =>
    bedsideOutcome(
      { kind: alarm, isTrue: true },
      { raised: [], open: [{ kind, priority: 'high', from, to }], latched: [] },
    ).repeatedBy;

  it('counts an alarm that is raised or still open from 4:50 on', () => {
    expect(repeatedBy('Asystole', 'asystole', 280, 289)).toEqual([]);
    expect(repeatedBy('Asystole', 'asystole', 280, 291)).toEqual(['asystole']);
    expect(repeatedBy('Asystole', 'asystole', 299, 330)).toEqual(['asystole']);
  });

  it('counts its own kind, and kinds that keep it silent', () => {
    expect(repeatedBy('Asystole', 'ventricular-fibrillation', 295, 300)).toEqual([]);
    expect(repeatedBy('Ventricular_Tachycardia', 'ventricular-fibrillation', 295, 300)).toHaveLength(1);
    expect(repeatedBy('Ventricular_Tachycardia', 'ventricular-run', 295, 300)).toEqual([]);
    expect(repeatedBy('Tachycardia', 'ventricular-tachycardia', 295, 300)).toHaveLength(1);
  });
});

it('has the score of the challenge, which counts a missed alarm five times', () => {
  const outcome = (isTrue: boolean, isRepeated: boolean) => ({
    kind: 'Asystole' as const,
    isTrue,
    repeatedBy: isRepeated ? (['asystole'] as const) : [],
  });
  const outcomes = [outcome(true, true), outcome(true, false), outcome(false, false), outcome(false, true)];
  expect(bedsideFigures(outcomes)).toEqual({
    true: 2,
    trueRepeated: 1,
    false: 2,
    falseRepeated: 1,
    sensitivity: 0.5,
    specificity: 0.5,
    score: 2 / (2 + 1 + 5),
  });
});
