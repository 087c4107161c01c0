import { patientId } from '@beatwatch/contracts';
import type { AlarmMonitor } from './monitor.ts';
import type { JudgedBeat, JudgedSecond } from './state.ts';

/*
 * Signal for this package's tests: seconds and beats in the order of the live path.
 */

export const patient = patientId('p-1');
export const startUs = 1_700_000_000_000_000;

export type Observed =
  | { readonly kind: 'beat'; readonly beat: JudgedBeat }
  | { readonly kind: 'second'; readonly second: JudgedSecond };

export const secondAt = (second: number, fields: Partial<JudgedSecond> = {}): JudgedSecond => ({
  lead: 'II',
  timeUs: startUs + second * 1e6,
  endTimeUs: startUs + (second + 1) * 1e6,
  qualityIndex: 1,
  faults: [],
  fibrillationIndex: 0,
  ...fields,
});

/** N normal, A anomalous, V ventricular. */
export type BeatKind = 'N' | 'A' | 'V';
const anomalyScores: Record<BeatKind, number> = { N: 10, A: 60, V: 80 };

export const beatAt = (
  second: number,
  rrIntervalMs: number,
  kind: BeatKind = 'N',
  fields: Partial<JudgedBeat> = {},
): JudgedBeat => ({
  timeUs: startUs + Math.round(second * 1e6),
  endTimeUs: startUs + Math.round(second * 1e6 + rrIntervalMs * 1000),
  rrIntervalMs,
  lead: 'II',
  anomalyScore: anomalyScores[kind],
  threshold: 20,
  clearThreshold: 15,
  anomalous: kind !== 'N',
  ventricular: kind === 'V',
  ...fields,
});

/** RR interval that follows a beat of each kind, ms. */
export type Pace = Partial<Record<BeatKind, number>>;

/** Beats one after the other from a second on: `NNVN`. By default 75 bpm, and 150 bpm after a V. */
export function beatsFrom(second: number, kinds: string, pace: Pace = {}): JudgedBeat[] {
  let at = second;
  return Array.from(kinds, (letter) => {
    const kind = letter as BeatKind;
    const rrIntervalMs = pace[kind] ?? { N: 800, A: 800, V: 400 }[kind];
    const beat = beatAt(at, rrIntervalMs, kind);
    at += rrIntervalMs / 1000;
    return beat;
  });
}

/** A beat is known 0.3 s after it ended; a second when it ends. */
export function inOrder(beats: readonly JudgedBeat[], seconds: readonly JudgedSecond[]): Observed[] {
  const known = [
    ...beats.map((beat) => ({ atUs: beat.endTimeUs + 300_000, what: { kind: 'beat', beat } as const })),
    ...seconds.map((second) => ({ atUs: second.endTimeUs, what: { kind: 'second', second } as const })),
  ];
  return known.sort((a, b) => a.atUs - b.atUs).map(({ what }) => what);
}

export const seconds = (count: number, fields: Partial<JudgedSecond> = {}, from = 0): JudgedSecond[] =>
  Array.from({ length: count }, (_, index) => secondAt(from + index, fields));

export const feed = (monitor: AlarmMonitor, observed: readonly Observed[]) =>
  observed.flatMap((one) => (one.kind === 'beat' ? monitor.beat(one.beat) : monitor.second(one.second)));
