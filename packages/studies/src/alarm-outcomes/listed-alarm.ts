import type { AlarmKind, AlarmPriority } from '@beatwatch/contracts';
import type { Verdict } from './alarm-verdicts.ts';

/** An alarm of a record. */
export interface ListedAlarm {
  readonly kind: AlarmKind;
  readonly priority: AlarmPriority;
  /** When it became known, from the recording's start. */
  readonly seconds: number;
  /** Heart rate in bpm, pause in s, or an index from 0 to 1. */
  readonly measure?: number;
  /** Absent for technical alarms and without annotations. */
  readonly verdict?: Verdict;
}
