import type { BeatFeatureName } from '@beatwatch/adaptation';
import type { BoostedTrees } from '@beatwatch/boosted-trees';
import { beatClasses, classProbabilitiesOf, mostProbableClass, type BeatClass } from '@beatwatch/contracts';
import { joinedBeats, logOdds, type DecidedBeat } from '../../ranking/joint-beats.ts';
import { rankingFigures, type ScoredBeat } from '../../ranking/beat-figures.ts';
import { aamiOf, classFigures, confusionOf } from '../../ranking/class-figures.ts';
import { probabilitiesOf } from './fit-classes.ts';
import type { LabelledBeats } from './labelled-beats.ts';

/** A beat that trees were fitted without. */
interface JudgedBeat extends DecidedBeat {
  /** Annotated; undefined where the annotation names no class. */
  readonly target: BeatClass | undefined;
}

/** Beats of one lead, or of all leads of a record together. */
export interface JudgedRecord {
  /** Records of a group are judged together, such as `mitdb` or `mitdb, all leads`. */
  readonly group: string;
  readonly beats: readonly JudgedBeat[];
}

/** Figures of one class. */
export interface JudgedClass {
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
const ranked: readonly (BeatClass | undefined)[] = ['N', 'S', 'V'];

/**
 * Judges the leads of records by trees that were fitted without them: first leads, the other leads, and all together.
 * @param records leads of a record follow one another
 * @param left features that the trees must not see
 */
export function judgedRecords(
  records: readonly LabelledBeats[],
  trees: BoostedTrees,
  left?: readonly BeatFeatureName[],
): JudgedRecord[] {
  const judged = records.map((record) => ({ record, beats: judgedBeats(record, trees, left) }));
  const single = judged.map(({ record, beats }) => ({
    group: groupOf(record, record.lead === 0 ? '' : ', other leads'),
    beats,
  }));
  const firsts = judged.filter(({ record: { lead, leads } }) => lead === 0 && leads > 1);
  const together = firsts.map(({ record }) => ({
    group: groupOf(record, ', all leads'),
    beats: allTogether(judged.filter((other) => isSame(other.record, record)).map(({ beats }) => beats)),
  }));
  return [...single, ...together];
}

const groupOf = ({ dataSet, noisy }: LabelledBeats, of: string): string =>
  `${dataSet}${noisy ? ' noise' : ''}${of}`;

const isSame = (one: LabelledBeats, other: LabelledBeats): boolean =>
  one.dataSet === other.dataSet && one.name === other.name && one.noisy === other.noisy;

function judgedBeats(
  record: LabelledBeats,
  trees: BoostedTrees,
  left?: readonly BeatFeatureName[],
): JudgedBeat[] {
  const probabilities = probabilitiesOf(trees, record, left);
  return Array.from(record.targets, (target, beat) => {
    const row = probabilities.subarray(beat * beatClasses.length, (beat + 1) * beatClasses.length);
    const classProbabilities = classProbabilitiesOf(row);
    const beatClass = mostProbableClass(classProbabilities);
    return {
      target: beatClasses[target],
      seconds: record.seconds[beat] ?? 0,
      anomalyScore: record.anomalyScores[beat] ?? 0,
      anomalous: false,
      classProbabilities,
      beatClass,
      ventricular: beatClass === 'V',
    };
  });
}

/** Heart beats as all leads tell them together, with the annotated class of the first lead that shows each. */
function allTogether(leads: readonly (readonly JudgedBeat[])[]): JudgedBeat[] {
  const targets = new Map(
    leads.toReversed().flatMap((beats) => beats.map(({ seconds, target }) => [seconds, target] as const)),
  );
  return joinedBeats(leads).map((beat) => ({ ...beat, target: targets.get(beat.seconds) }));
}

/** How well a class is told in records that had no part in training. */
export function judgedClass(records: readonly JudgedRecord[], name: 'V' | 'S'): JudgedClass {
  const judged = records.map(({ beats }) =>
    beats.filter(({ seconds, target }) => seconds >= adaptationSeconds && ranked.includes(target)),
  );
  const scored = judged.map((beats) => beats.map((beat): ScoredBeat => scoredBeat(beat, name)));
  const ranking = rankingFigures(scored, name);
  const pairs = judged.flat().map(({ target = 'U', beatClass = 'U' }) => ({
    annotated: aamiOf(target),
    decided: aamiOf(beatClass),
  }));
  const figures = classFigures(confusionOf(pairs))[name];
  const of = name === 'V' ? (['aurocV', 'aurocVMedian'] as const) : (['aurocS', 'aurocSMedian'] as const);
  return {
    auroc: ranking[of[0]] ?? Number.NaN,
    aurocMedian: ranking[of[1]] ?? Number.NaN,
    f1: figures?.f1 ?? Number.NaN,
    sensitivity: figures?.sensitivity ?? Number.NaN,
    predictivity: figures?.positivePredictivity ?? Number.NaN,
  };
}

const scoredBeat = (beat: JudgedBeat, name: 'V' | 'S'): ScoredBeat => ({
  seconds: beat.seconds,
  aamiClass: aamiOf(beat.target ?? 'U'),
  scores: { [name]: logOdds(beat, name) },
  anomalous: beat.anomalous,
});
