import { basename } from 'node:path';
import { createScoringEngine } from '@beatwatch/model-core';
import type { StoredSelection } from '@beatwatch/timescale';
import { RetrainingError } from '../errors.ts';
import { compareAlarms, type ComparedAlarms } from './compare-alarms.ts';
import type { ComparedSet } from './figure-changes.ts';
import { countUnits, figuresOf } from './figures.ts';
import { judgeSet, type Candidate, type JudgedBeat, type JudgedSequence } from './judge-set.ts';
import { labelledSet } from './labelled-set.ts';
import { pairedFigures } from './paired-bootstrap.ts';
import { isWorseInBeats, verdictOf, type Verdict } from './promotion-rule.ts';
import { promotionDefaults, type PromotionRule } from './promotion-limits.ts';
import type { ReferenceSet } from './reference-set.ts';

export interface SetComparison extends ComparedSet {
  /** Whether labels of the ward say what holds, in place of reference annotations. */
  readonly labelled: boolean;
  readonly beats: { readonly normal: number; readonly anomalous: number };
  /** Recordings of the set that each model learned from, which makes its figures too good. */
  readonly learnedFrom: { readonly champion: number; readonly challenger: number; readonly of: number };
  /** Of each patient with beats of both kinds, the AUROC of the anomaly score. */
  readonly patients: readonly {
    readonly patient: string;
    readonly champion: number;
    readonly challenger: number;
  }[];
}

export interface Comparison {
  readonly champion: string;
  readonly challenger: string;
  readonly verdict: Verdict;
  readonly rule: PromotionRule;
  readonly sets: readonly SetComparison[];
  /** On the records of reference sets; none where beats alone speak against the challenger. */
  readonly alarms: readonly ComparedAlarms[];
  /** Reference sets that are not there, with the reason. */
  readonly missing: readonly string[];
}

interface CompareModelsOptions {
  readonly champion: Candidate;
  readonly challenger: Candidate;
  /** As `readReferenceSets` gives them. */
  readonly reference: { readonly sets: readonly ReferenceSet[]; readonly missing: readonly string[] };
  /** Whose test both models are judged on; neither may have learned from it. Default: none. */
  readonly selection?: Pick<StoredSelection, 'beats'>;
  /** Default: `promotionDefaults`. */
  readonly rule?: PromotionRule;
  readonly onProgress?: (progress: { readonly text: string; readonly share: number }) => void;
  readonly signal?: AbortSignal;
}

/**
 * Judges two models on the same beats: reference sets, whose annotations nobody on a ward can change, and the newest labelled
 * beats of the ward. Where beats do not speak against the challenger, their alarms on the records of the reference sets are compared too.
 * @throws RetrainingError (`invalid-argument`) where the models take different beats
 */
export async function compareModels(options: CompareModelsOptions): Promise<Comparison> {
  const { champion, challenger, reference, selection, rule = promotionDefaults } = options;
  const [one, other] = [champion.model.manifest, challenger.model.manifest];
  if (one.preprocessing !== other.preprocessing) {
    throw new RetrainingError(
      { field: 'preprocessing of the challenger', found: other.preprocessing, expected: one.preprocessing },
      { code: 'invalid-argument' },
    );
  }
  const ward = selection && labelledSet(selection.beats);
  const all = [...reference.sets, ...(ward === undefined ? [] : [ward])];
  const records = reference.sets.reduce((sum, { alarmsOf }) => sum + (alarmsOf?.records.length ?? 0), 0);
  const steps = 2 * all.reduce((sum, set) => sum + set.sequences.length, 0) + records;
  let done = 0;
  const advance = (text: string): void => {
    options.signal?.throwIfAborted();
    options.onProgress?.({ text, share: done / steps });
    done += 1;
  };
  const judge = async (candidate: Candidate): Promise<readonly (readonly JudgedSequence[])[]> => {
    const engine = await createScoringEngine(candidate.model);
    try {
      const outcomes: (readonly JudgedSequence[])[] = [];
      for (const set of all) {
        outcomes.push(
          await judgeSet(set, candidate, {
            engine,
            onSequence: () => {
              advance(`comparing on ${set.title}`);
            },
          }),
        );
      }
      return outcomes;
    } finally {
      await engine.dispose();
    }
  };
  const [before, after] = [await judge(champion), await judge(challenger)];
  const sets = all.map((set, index) =>
    comparisonOf(set, [before[index] ?? [], after[index] ?? []], {
      labelled: set === ward,
      learned: [one, other].map(({ training }) => learnedOf(set, training?.records ?? [])),
    }),
  );
  const compared = {
    reference: sets.filter(({ labelled }) => !labelled),
    labelled: sets.filter(({ labelled }) => labelled),
  };
  const alarms = isWorseInBeats(compared, rule)
    ? []
    : await compareAlarms(reference.sets, {
        champion,
        challenger,
        onRecord: (title) => {
          advance(`comparing alarms on ${title}`);
        },
      });
  return {
    champion: versionOf(champion),
    challenger: versionOf(challenger),
    verdict: verdictOf({ ...compared, alarms }, rule),
    rule,
    sets,
    alarms,
    missing: reference.missing,
  };
}

function comparisonOf(
  { name, title, records = [] }: ReferenceSet,
  [before, after]: readonly [readonly JudgedSequence[], readonly JudgedSequence[]],
  { labelled, learned }: { readonly labelled: boolean; readonly learned: readonly number[] },
): SetComparison {
  const beats = before.flatMap((sequence) => sequence.beats);
  const normal = beats.filter((beat) => beat.normal).length;
  return {
    name,
    title,
    labelled,
    beats: { normal, anomalous: beats.length - normal },
    learnedFrom: { champion: learned[0] ?? 0, challenger: learned[1] ?? 0, of: records.length },
    figures: pairedFigures(before, after),
    patients: before.flatMap((sequence, index) => {
      const same = after[index];
      if (same === undefined) return [];
      const [champion, challenger] = [sequence, same].map(({ beats: judged }) => separationOf(judged));
      if (champion === undefined || challenger === undefined) return [];
      return [{ patient: sequence.patient, champion, challenger }];
    }),
  };
}

/** As scores carry it. */
const versionOf = ({ model, beats }: Candidate): string =>
  beats === undefined ? model.manifest.version : `${model.manifest.version}_${beats.version}`;

const separationOf = (beats: readonly JudgedBeat[]): number | undefined =>
  figuresOf(countUnits([beats])).separation;

const learnedOf = ({ records = [] }: ReferenceSet, learned: readonly string[]): number => {
  const names = new Set(learned.map((record) => basename(record)));
  return records.filter((record) => names.has(basename(record))).length;
};
