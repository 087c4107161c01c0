import type { AlarmKind } from '@beatwatch/contracts';
import { describe, expect, it } from 'vitest';
import { epochTimeUs } from '../live-path/lead-run.ts';
import { isTrueAlarm } from './alarm-claims.ts';
import { alarmReference } from './alarm-reference.ts';
import { annotationsOf, rateHz } from './test-annotations.ts';

/** Whether an alarm with this evidence is right in a record of these beats, one second apart. */
function isTrue(
  kind: AlarmKind,
  symbols: string,
  beats: readonly number[],
  span: readonly [number, number] = [0, 0],
): boolean {
  return isTrueAlarm(
    {
      kind,
      evidence: {
        beatTimesUs: beats.map(epochTimeUs),
        anomalyScores: beats.map(() => 9),
        fromUs: epochTimeUs(span[0]),
        toUs: epochTimeUs(span[1]),
      },
    },
    alarmReference(annotationsOf(symbols), rateHz, symbols.length + 1),
  );
}

describe('an alarm is right', () => {
  it('of a ventricular run if three in a row are V or F, one beat on each side included', () => {
    expect(isTrue('ventricular-run', 'NNNVVVNN', [4, 5, 6])).toBe(true);
    expect(isTrue('ventricular-run', 'NNNVFVNN', [5, 6, 7])).toBe(true);
    expect(isTrue('ventricular-run', 'NNNVVNVN', [4, 5, 7])).toBe(false);
    expect(isTrue('ventricular-run', 'VVVNNNNNNN', [8, 9, 10])).toBe(false);
  });

  it('of an anomaly burst if half of its beats are not normal', () => {
    expect(isTrue('anomaly-burst', 'NANAN', [2, 3, 4])).toBe(true);
    expect(isTrue('anomaly-burst', 'NANNN', [2, 3])).toBe(true);
    expect(isTrue('anomaly-burst', 'NANNN', [2, 3, 4])).toBe(false);
    // A peak without an annotated beat counts against it.
    expect(isTrue('anomaly-burst', 'NAN', [2, 2.5, 3.4])).toBe(false);
  });

  it('of an extreme rate if the annotated one is within 5 % of the limit', () => {
    expect(isTrue('extreme-bradycardia', 'N N N N N', [1, 3, 5, 7, 9])).toBe(true);
    expect(isTrue('extreme-bradycardia', 'NNNNNNNN', [1, 3, 5, 7])).toBe(false);
    // Five beats: the fourth stands for the interval after it.
    expect(isTrue('extreme-bradycardia', 'N NNN  N', [1, 3, 4, 5])).toBe(true);
    expect(isTrue('extreme-tachycardia', 'NNNNNNNN', [1, 1.4, 1.8, 2.2])).toBe(false);
  });

  it('of asystole if no beat is annotated for four seconds', () => {
    expect(isTrue('asystole', 'NN    NN', [], [3, 6.5])).toBe(true);
    expect(isTrue('asystole', 'NN  NNN', [], [3, 6.5])).toBe(false);
    expect(isTrue('asystole', 'NN    NNNNNN', [], [9, 11])).toBe(false);
  });

  it('of fibrillation where it is annotated, and so is every other clinical alarm there', () => {
    expect(isTrue('ventricular-fibrillation', 'NN[!!]NN', [], [5, 9])).toBe(true);
    expect(isTrue('ventricular-fibrillation', 'NN[!!]NNNN', [], [8, 9])).toBe(false);
    expect(isTrue('anomaly-burst', 'NN[!!]NN', [4, 4.5, 5])).toBe(true);
  });

  it('of ventricular tachycardia if five in a row are fast, three of them there', () => {
    const at = (apartSeconds: number, symbols: string, span: readonly [number, number]): boolean =>
      isTrueAlarm(
        {
          kind: 'ventricular-tachycardia',
          evidence: {
            beatTimesUs: [],
            anomalyScores: [],
            fromUs: epochTimeUs(span[0]),
            toUs: epochTimeUs(span[1]),
          },
        },
        alarmReference(annotationsOf(symbols), rateHz / apartSeconds, 100),
      );
    expect(at(0.5, 'NNNVVVVVNN', [1.5, 3])).toBe(true);
    expect(at(0.5, 'NNNVVVVNNN', [1.5, 3])).toBe(false);
    expect(at(0.8, 'NNNVVVVVNN', [2.4, 6])).toBe(false);
    expect(at(0.5, 'NNNVVVVVNNNNNNNN', [4.9, 6])).toBe(false);
  });

  it('of bigeminy if ectopic and other beats take turns', () => {
    expect(isTrue('bigeminy', 'NNVNVNVNN', [3, 5, 7])).toBe(true);
    expect(isTrue('bigeminy', 'NNVNNVNNV', [3, 6, 9])).toBe(true);
    expect(isTrue('bigeminy', 'NNVNNNVNV', [3, 7, 9])).toBe(false);
  });

  it('of a pause if no beat is annotated for three seconds', () => {
    expect(isTrue('pause', 'NN  NN', [], [2, 5])).toBe(true);
    expect(isTrue('pause', 'NN NNN', [], [2, 5])).toBe(false);
  });

  it('of a rhythm where it is annotated', () => {
    const annotations = [
      ...annotationsOf('+   +'),
      { sample: 90 * rateHz, symbol: '+', subtype: 0, channel: 0, number: 0, aux: '(N' },
    ].map((annotation, index) => ({ ...annotation, aux: ['(AFIB', '(VT', '(N'][index]! }));
    const holds = (kind: AlarmKind, from: number, to: number): boolean =>
      isTrueAlarm(
        {
          kind,
          evidence: {
            beatTimesUs: [],
            anomalyScores: [],
            fromUs: epochTimeUs(from),
            toUs: epochTimeUs(to),
          },
        },
        alarmReference(annotations, rateHz, 100),
      );
    expect(holds('atrial-fibrillation', 2, 3)).toBe(true);
    expect(holds('atrial-fibrillation', 6, 9)).toBe(false);
    expect(holds('ventricular-tachycardia', 6, 9)).toBe(true);
    expect(holds('ventricular-tachycardia', 91, 95)).toBe(false);
  });
});
