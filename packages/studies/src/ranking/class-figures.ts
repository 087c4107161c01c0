import type { BeatClass } from '@beatwatch/contracts';
import type { AamiClass } from '@beatwatch/recordings';

const aamiClasses = ['N', 'S', 'V', 'F', 'Q'] as const satisfies readonly AamiClass[];

/** Beats by annotated class (`none`: a peak without an annotated beat) and by decided class (`missed`: no peak). */
export type Confusion = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** A pair of annotated and decided class. */
export interface ClassPair {
  readonly annotated: AamiClass | 'none';
  readonly decided: AamiClass | 'missed';
}

/** The AAMI class of a decision: paced and unknown beats are Q. */
export const aamiOf = (beatClass: BeatClass): AamiClass =>
  beatClass === 'P' || beatClass === 'U' ? 'Q' : beatClass;

export function confusionOf(pairs: readonly ClassPair[]): Confusion {
  const counts: Record<string, Record<string, number>> = {};
  for (const { annotated, decided } of pairs) {
    const row = (counts[annotated] ??= {});
    row[decided] = (row[decided] ?? 0) + 1;
  }
  return counts;
}

/** At the live path's own decision. Shares in [0, 1]; absent if there is nothing to divide by. */
export interface ClassFigures {
  readonly annotated: number;
  readonly sensitivity?: number;
  readonly positivePredictivity?: number;
  readonly f1?: number;
}

/** Annotated classes that may be decided as one of these without being counted against it (ANSI/AAMI EC57:2012, 4.3.3). */
const forgiven: Readonly<Partial<Record<AamiClass, string>>> = { V: 'FQ', S: 'Q' };

/**
 * Sensitivity, positive predictivity and F1 of each class: missed beats count against the sensitivity, peaks without a
 * beat against the predictivity. Fusion and unknown beats do not count against V, unknown ones not against S.
 */
export function classFigures(confusion: Confusion): Partial<Record<AamiClass, ClassFigures>> {
  const figures: Partial<Record<AamiClass, ClassFigures>> = {};
  for (const own of aamiClasses) {
    const row = confusion[own] ?? {};
    const annotated = Object.values(row).reduce((sum, count) => sum + count, 0);
    const right = row[own] ?? 0;
    const wrong = Object.entries(confusion)
      .filter(([other]) => other !== own && forgiven[own]?.includes(other) !== true)
      .reduce((sum, [, other]) => sum + (other[own] ?? 0), 0);
    const counted = right + wrong + annotated;
    if (counted === 0) continue;
    figures[own] = {
      annotated,
      ...(annotated > 0 && { sensitivity: right / annotated }),
      ...(right + wrong > 0 && { positivePredictivity: right / (right + wrong) }),
      ...(annotated > 0 && { f1: (2 * right) / counted }),
    };
  }
  return figures;
}
