import type { AlarmKind } from '@beatwatch/contracts';
import { describe, expect, it } from 'vitest';
import { AlarmMonitor } from '../monitor.ts';
import {
  beatAt,
  beatsFrom,
  feed,
  inOrder,
  patient,
  secondAt,
  startUs,
  type Observed,
} from '../test-signal.ts';
import type { JudgedSecond } from '../state.ts';

/** Beats up to an R peak at 10 s, then none. */
const stopping = [...beatsFrom(2, 'N'.repeat(10)), beatAt(10, 3000)];

/** Seconds with beats up to 11 s, then an empty line; `at`: what single ones are like. */
const line = (count: number, at: Readonly<Record<number, Partial<JudgedSecond>>> = {}): JudgedSecond[] =>
  Array.from({ length: count }, (_, second) =>
    secondAt(second, { qrsShare: second > 10 ? 0.1 : 1, ...at[second] }),
  );

const secondsOf = (kind: AlarmKind, observed: readonly Observed[]): number[] =>
  feed(new AlarmMonitor(patient), observed)
    .filter((event) => event.kind === kind && event.state === 'active')
    .map(({ timeUs }) => (timeUs - startUs) / 1e6);

const poor = { qualityIndex: 0.2, faults: ['muscle'] } as const;

describe('asystole in one lead', () => {
  const asystoleOn = (signal: readonly JudgedSecond[]): number[] =>
    secondsOf('asystole', inOrder(stopping, signal));

  it('is raised as soon where empty seconds are of poor quality: there is little to judge it by', () => {
    expect(asystoleOn(line(20))).toEqual([17]);
    for (const at of [11, 12, 13, 16]) expect(asystoleOn(line(20, { [at]: poor }))).toEqual([17]);
    expect(asystoleOn(line(20, { 12: poor, 15: poor }))).toEqual([17]);
  });

  it('is not raised right after a movement, which is as tall as beats', () => {
    expect(asystoleOn(line(22, { 12: { ...poor, qrsShare: 0.8 } }))).toEqual([]);
    expect(asystoleOn(line(24, { 12: { ...poor, qrsShare: 0.8 } }))).toEqual([23]);
  });

  it('is not raised while the signal is too poor to be one', () => {
    expect(asystoleOn(line(24, { 14: poor, 15: poor, 16: poor, 17: poor }))).toEqual([21]);
  });

  it('begins anew where the electrode had no contact', () => {
    expect(asystoleOn(line(22, { 12: { qualityIndex: 0, faults: ['flat'], qrsShare: 0 } }))).toEqual([]);
  });

  it('goes on over a short hole, which counts for nothing', () => {
    const withHole = (count: number, from: number, to: number) =>
      line(count).filter((_, second) => second < from || second >= to);
    expect(asystoleOn(withHole(24, 13, 14))).toEqual([18]);
    expect(asystoleOn(withHole(24, 12, 14))).toEqual([19]);
    expect(asystoleOn(withHole(19, 12, 14).slice(0, -1))).toEqual([]);
    // Longer than any window: 10 s of good signal without an R peak.
    expect(asystoleOn(withHole(28, 13, 17))).toEqual([27]);
  });

  it('begins anew after a hole where the usual height of a beat is not known', () => {
    const unknown = line(24).flatMap((second, at) => {
      const { qrsShare: _, ...same } = second;
      return at === 13 ? [] : at === 14 ? [same] : [second];
    });
    expect(asystoleOn(unknown)).toEqual([24]);
  });
});

describe('asystole in two leads', () => {
  it('is not raised where the one that shows beats turns poor for a second, and the other is empty', () => {
    const both = (other: readonly JudgedSecond[]): number[] =>
      secondsOf(
        'asystole',
        inOrder(
          stopping,
          line(30).flatMap((second, at) => [second, { ...second, ...other[at], lead: 'V5' }]),
        ),
      );
    const small = Object.fromEntries(line(30).map((_, second) => [second, { qrsShare: 0.4 }]));
    expect(both(line(30, { ...small, 22: { qrsShare: 0.4, qualityIndex: 0.3 } }))).toEqual([]);
    // Without an R peak in it, the second lead is empty from 11 s on.
    expect(both(line(30))).toEqual([16]);
  });

  it('is not held up by one that has only just come, and does not know how tall a beat is', () => {
    const other = line(30).flatMap((second, at) => {
      const { qrsShare: _, ...same } = second;
      return [second, { ...same, ...(at === 13 ? poor : {}), lead: 'V5' }];
    });
    const beats = stopping.flatMap((beat) => [
      beat,
      ...(beat.timeUs > startUs + 6e6 ? [{ ...beat, lead: 'V5' }] : []),
    ]);
    expect(secondsOf('asystole', inOrder(beats, other))).toEqual([17]);
  });
});
