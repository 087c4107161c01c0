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
  /** Written before the patient's last discharge: it holds no longer, for a patient who comes again. */
  readonly isOfEarlierStay: boolean;
}

export interface CareNoteEnd {
  /** A task is done; what should not have been written is withdrawn. Its text stays. */
  readonly as: 'done' | 'withdrawn';
  readonly by: string;
  readonly atMs: number;
}

/** Handover notes and tasks. */
export interface CareNoteRepository {
  write(
    note: Omit<CareNote, 'noteId' | 'writtenMs' | 'end' | 'isOfEarlierStay'>,
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
  /** Of each of these patients who has one: the newest note that holds. */
  newestNotes(patientIds: readonly PatientId[]): Promise<readonly CareNote[]>;
  /** @returns false where it is over already, or a note was to be done */
  end(end: Pick<CareNoteEnd, 'as' | 'by'> & Pick<CareNote, 'noteId'>): Promise<boolean>;
}
