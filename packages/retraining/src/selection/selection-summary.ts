import type { SelectionPart } from '@beatwatch/timescale';
import type { OmissionCounts } from './collect-patient.ts';
import type { SelectionSettings } from './settings.ts';

/** How a selection was made and what is in it; plain JSON. */
export interface SelectionSummary {
  readonly settings: SelectionSettings;
  readonly patients: number;
  /** Beats of the time that was looked at. */
  readonly seen: number;
  readonly beats: Readonly<Record<SelectionPart, number>>;
  readonly omitted: OmissionCounts;
  readonly labels: {
    /** Labelled alarms that were judged by beats. */
    readonly alarms: number;
    readonly takenAsFalse: number;
    readonly takenAsTrue: number;
    /** Nobody could be believed enough. */
    readonly undecided: number;
    /** By person: how often their labels are right, 0.5 (chance) to 1, as far as the others and the signal tell. */
    readonly reliability: Readonly<Record<string, number>>;
  };
}
