import type { AlarmId, PatientId } from '@beatwatch/contracts';

/** A handover note, or a task of people. */
export type CareNoteKind = 'note' | 'task';

/** What staff wrote about a patient for those who come after them. */
export interface CareNote {
  readonly noteId: number;
  readonly patientId: PatientId;
  readonly kind: CareNoteKind;
  /** Plain text, 1 to 1000 characters. */
  readonly text: string;
  /** Of a task: until when; absent where it is not said. */
  readonly dueMs?: number;
  /** Of a task that was made from an alarm. */
  readonly alarmId?: AlarmId;
  readonly author: string;
  /** Id of that user. */
  readonly authorId: string;
  /** By the database's clock, as every time but `dueMs`. */
  readonly writtenMs: number;
  /** Absent while it holds. */
  readonly end?: CareNoteEnd;
  /** Of a task that was done before and is not, or was not for a while: oldest first. */
  readonly reopenings: readonly Reopening[];
  /** Written before the patient's last discharge: it holds no longer, for a patient who comes again. */
  readonly isOfEarlierStay: boolean;
}

export interface CareNoteEnd {
  /** A task is done; what should not have been written is withdrawn. Its text stays. */
  readonly as: 'done' | 'withdrawn';
  readonly by: string;
  readonly atMs: number;
}

/** A task was done, said somebody, and another that it was not. */
export interface Reopening {
  readonly doneBy: string;
  readonly doneAtMs: number;
  readonly by: string;
  readonly atMs: number;
}

/** Handover notes and tasks. */
export interface CareNoteRepository {
  write(
    note: Omit<CareNote, 'noteId' | 'writtenMs' | 'end' | 'reopenings' | 'isOfEarlierStay'>,
  ): Promise<Pick<CareNote, 'noteId'>>;
  find(noteId: number): Promise<CareNote | undefined>;
  /**
   * Of one patient, newest first, at most `limit`.
   * @param filter.past default false: those alone that hold
   */
  list(filter: {
    readonly patientId: PatientId;
    readonly past?: boolean;
    readonly limit: number;
  }): Promise<readonly CareNote[]>;
  /**
   * By when they are due, those without a time last.
   * @param wanted.patientIds default: everybody who is not discharged
   */
  openTasks(wanted: {
    readonly patientIds?: readonly PatientId[];
    readonly limit: number;
  }): Promise<readonly CareNote[]>;
  /** Done within these hours, of everybody who is not discharged since; the newest first. */
  doneTasks(wanted: { readonly hours: number; readonly limit: number }): Promise<readonly CareNote[]>;
  /** Of each of these patients who has one: the newest note that holds. */
  newestNotes(patientIds: readonly PatientId[]): Promise<readonly CareNote[]>;
  /** @returns false where it is over already, or a note was to be done */
  end(end: Pick<CareNoteEnd, 'as' | 'by'> & Pick<CareNote, 'noteId'>): Promise<boolean>;
  /** A task is not done after all. @returns false where it is no task that is done, or of an earlier stay */
  reopen(task: Pick<CareNote, 'noteId'> & Pick<Reopening, 'by'>): Promise<boolean>;
}
