import { areaUnderRoc } from '@beatwatch/model-core';
import { beatClasses, type BeatClass } from '@beatwatch/contracts';
import { medianIfAny } from '../../ranking/beat-figures.ts';

/** Beats of a record that a model was trained without, with the model's probabilities. */
export interface JudgedRecord {
  /** Records of a group are judged together. */
  readonly group: string;
  /** Index of each beat's class among `beatClasses`; -1 where it has none. */
  readonly targets: ArrayLike<number>;
  /** `[beats × classes]`. */
  readonly probabilities: Float64Array;
  readonly seconds: ArrayLike<number>;
}

/** Figures of one class. */
export interface ClassFigures {
  /** Against normal beats, of the log odds of the two. */
  readonly auroc: number;
  /** Over records with at least ten beats of both kinds. */
  readonly aurocMedian: number;
  /** Of the most probable class, over beats of N, S and V. */
  readonly f1: number;
  readonly sensitivity: number;
  readonly predictivity: number;
}

/** Patients are adapted to in the first minutes; later beats are judged. */
const adaptationSeconds = 300;
/** Beats of each class that a record needs to be part of a median. */
const leastBeats = 10;
const ranked: readonly BeatClass[] = ['N', 'S', 'V'];

/** How well a class is told in records that had no part in training. */
export function classFigures(records: readonly JudgedRecord[], name: BeatClass): ClassFigures {
  const column = beatClasses.indexOf(name);
  const normal = beatClasses.indexOf('N');
  const judged = ranked.map((of) => beatClasses.indexOf(of));
  const all: Ranked[] = [];
  const areas: number[] = [];
  let [hits, missed, wrong] = [0, 0, 0];
  for (const { targets, probabilities, seconds } of records) {
    const own: Ranked[] = [];
    for (let beat = 0; beat < targets.length; beat += 1) {
      const target = targets[beat] ?? -1;
      if ((seconds[beat] ?? 0) < adaptationSeconds || !judged.includes(target)) continue;
      const row = probabilities.subarray(beat * beatClasses.length, (beat + 1) * beatClasses.length);
      const isCalled = row.indexOf(Math.max(...row)) === column;
      if (target === column && isCalled) hits += 1;
      else if (target === column) missed += 1;
      else if (isCalled) wrong += 1;
      if (target !== column && target !== normal) continue;
      own.push({
        score: Math.log((row[column] ?? 0) + 1e-9) - Math.log((row[normal] ?? 0) + 1e-9),
        positive: target === column,
      });
    }
    all.push(...own);
    const positives = own.filter(({ positive }) => positive).length;
    if (positives >= leastBeats && own.length - positives >= leastBeats) areas.push(areaOf(own));
  }
  const sensitivity = hits / (hits + missed);
  const predictivity = hits / (hits + wrong);
  return {
    auroc: areaOf(all),
    aurocMedian: medianIfAny(areas) ?? Number.NaN,
    f1: (2 * hits) / (2 * hits + missed + wrong),
    sensitivity,
    predictivity,
  };
}

interface Ranked {
  readonly score: number;
  readonly positive: boolean;
}

const areaOf = (beats: readonly Ranked[]): number =>
  areaUnderRoc({
    scores: beats.map(({ score }) => score),
    positive: beats.map(({ positive }) => positive),
  });
