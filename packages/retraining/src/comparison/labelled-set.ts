import type { SelectedBeat } from '@beatwatch/timescale';
import type { ReferenceBeat, ReferenceSet } from './reference-set.ts';

/** The test of a selection: beats of the newest labelled alarms, with what came before them. Undefined without any. */
export function labelledSet(beats: readonly SelectedBeat[]): ReferenceSet | undefined {
  const sequences = new Map<string, { patient: string; beats: ReferenceBeat[] }>();
  for (const { beat, part, normal, learnable } of beats) {
    if (part !== 'test' && part !== 'context') continue;
    const key = JSON.stringify([beat.patientId, beat.lead]);
    const known = sequences.get(key) ?? { patient: beat.patientId, beats: [] };
    known.beats.push({ beat, learnable, ...(part === 'test' && normal !== undefined && { normal }) });
    sequences.set(key, known);
  }
  // What came before alarms that are trained on is of no use here.
  const known = [...sequences.values()].filter((sequence) =>
    sequence.beats.some(({ normal }) => normal !== undefined),
  );
  if (known.length === 0) return undefined;
  return {
    name: 'labelled',
    title: 'the newest labelled beats of the ward',
    judged: 'adapted',
    sequences: known,
  };
}
