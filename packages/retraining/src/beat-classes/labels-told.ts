import { beatClasses } from '@beatwatch/contracts';
import { classLogits, type BoostedTrees } from '@beatwatch/boosted-trees';
import type { ClassRow } from './class-row.ts';

/** How trees tell beats of labelled alarms. */
export interface LabelsTold {
  /** Beats of false alarms, and how many of them are called ventricular all the same. */
  readonly falseAlarms: { readonly beats: number; readonly calledVentricular: number };
  /** Beats of true ones, the same. */
  readonly trueAlarms: { readonly beats: number; readonly calledVentricular: number };
}

export function labelsTold(trees: BoostedTrees, rows: readonly ClassRow[]): LabelsTold {
  const of = (source: ClassRow['source']): LabelsTold['falseAlarms'] => {
    const beats = rows.filter((row) => row.source === source);
    const called = beats.filter(({ features }) => isVentricular(classLogits(trees, features)));
    return { beats: beats.length, calledVentricular: called.length };
  };
  return { falseAlarms: of('false alarm'), trueAlarms: of('true alarm') };
}

const ventricular = beatClasses.indexOf('V');

const isVentricular = (logits: Float64Array): boolean => logits.indexOf(Math.max(...logits)) === ventricular;
