import { groupedBy } from './grouping.ts';
import type { MethodScores } from './normality.ts';
import { rankMethods, type JudgedItem, type RankingInterval } from './ranking-interval.ts';
import type { LabelledWindow } from './read-windows.ts';
import type { SequenceTask } from './tasks.ts';

export interface TaskOutcome extends Pick<SequenceTask, 'databases' | 'kinds'> {
  /** Of windows, or of recordings where a whole recording has one label. */
  readonly counts: {
    readonly positive: number;
    readonly normal: number;
    /** Patients with a window of the kind. */
    readonly patients: number;
  };
  readonly methods: Readonly<Record<string, RankingInterval>>;
  /** AUROC of the best autoencoder less that of the best of each other sort, over the same draws. */
  readonly comparisons: readonly Comparison[];
}

/** Two methods, the best of their sorts by AUROC on this task: the second may be chosen as well as the first. */
interface Comparison {
  readonly sort: MethodSort;
  readonly autoencoder: string;
  readonly other: string;
  readonly lead: RankingInterval;
  /** Whether the 95 % intervals of both do not overlap, and the autoencoder's is above. */
  readonly isApart: boolean;
}

const methodSorts = ['measures', 'linear', 'trees without the kind', 'trees with the kind'] as const;
export type MethodSort = (typeof methodSorts)[number];

/** Name of the sort of a method; undefined for an LSTM autoencoder. */
export function sortOf(method: string): MethodSort | undefined {
  if (method.startsWith('LSTM autoencoder')) return undefined;
  if (method.includes('principal components') || method.startsWith('Mahalanobis')) return 'linear';
  return methodSorts.find((sort) => sort === method) ?? 'measures';
}

/** @returns undefined where the databases have no window of the kind, or only one patient's */
export function taskOutcome(
  { databases, kinds }: SequenceTask,
  windows: readonly LabelledWindow[],
  methods: readonly MethodScores[],
): TaskOutcome | undefined {
  const items = windows.flatMap((window, index): JudgedItem[] => {
    const positive = kinds.includes(window.kind);
    if (!databases.includes(window.database) || !(positive || window.kind === 'normal')) return [];
    const scores = Object.fromEntries(methods.map(({ name, scores: all }) => [name, all[index] ?? 0]));
    return [{ patient: window.patient, positive, scores }];
  });
  const judged = databases.includes('cinc2017-more') ? recordings(items) : items;
  const positives = judged.filter(({ positive }) => positive);
  const patients = new Set(positives.map(({ patient }) => patient)).size;
  if (patients < 2 || positives.length === judged.length) return undefined;
  const ranked = rankMethods(judged);
  const names = methods.map(({ name }) => name);
  const best = (chosen: readonly string[]): string =>
    chosen.toSorted((a, b) => (ranked.methods[b]?.auroc ?? 0) - (ranked.methods[a]?.auroc ?? 0))[0] ?? '';
  const autoencoder = best(names.filter((name) => sortOf(name) === undefined));
  return {
    databases,
    kinds,
    counts: { positive: positives.length, normal: judged.length - positives.length, patients },
    methods: ranked.methods,
    comparisons: methodSorts.map((sort) => {
      const other = best(names.filter((name) => sortOf(name) === sort));
      const [own, theirs] = [ranked.methods[autoencoder], ranked.methods[other]];
      return {
        sort,
        autoencoder,
        other,
        lead: ranked.lead(autoencoder, other),
        isApart: own !== undefined && theirs !== undefined && own.low > theirs.high,
      };
    }),
  };
}

/** One item of all windows of a recording: the mean of their scores. */
const recordings = (items: readonly JudgedItem[]): JudgedItem[] =>
  [...groupedBy(items, ({ patient }) => patient).values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const mean = (name: string): number =>
      own.reduce((sum, { scores }) => sum + (scores[name] ?? 0), 0) / own.length;
    return [
      { ...first, scores: Object.fromEntries(Object.keys(first.scores).map((name) => [name, mean(name)])) },
    ];
  });
