import type { PatientId } from '@beatwatch/contracts';
import type { CareGroup, CareNote, ShiftAlarms, WardPatient } from '@beatwatch/timescale';

// Bodies of the API's responses about care, as in responses.ts.

/** A handover note or task, as it is shown to somebody. */
export interface ShownNote extends Omit<CareNote, 'authorId'> {
  /** Who reads it wrote it, or is an administrator. */
  readonly mayWithdraw: boolean;
}

/** Handover notes and tasks. */
export interface CareNotesResponse {
  readonly notes: readonly ShownNote[];
}

/** What staff have to do. */
export interface TasksResponse extends CareNotesResponse {
  /** Done within `doneHours`, the newest first. */
  readonly done: readonly ShownNote[];
  readonly doneHours: number;
}

/** What one shift tells the next of one patient. */
export interface HandoverPatient extends WardPatient {
  readonly alarms: readonly Omit<ShiftAlarms, 'patientId'>[];
  /** Open ones, by when they are due. */
  readonly tasks: readonly ShownNote[];
  /** The newest; absent without one. */
  readonly note?: ShownNote;
}

/** What one shift tells the next. */
export interface HandoverResponse {
  /** The alarms are those from here on, and those that are open. */
  readonly sinceUs: number;
  readonly patients: readonly HandoverPatient[];
}

/** A group of care, as it is shown to somebody. */
export interface ShownGroup extends CareGroup {
  /** Those whom the user may see. */
  readonly patientIds: readonly PatientId[];
  /** Whether there are others. */
  readonly hasOthers: boolean;
}

export interface CareGroupsResponse {
  /** By name. */
  readonly groups: readonly ShownGroup[];
}

/** A note or task that was added. */
export type WrittenNoteResponse = Pick<CareNote, 'noteId'>;
