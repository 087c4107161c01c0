import type { PatientId } from '@beatwatch/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { CareNotesResponse, ShownNote, TasksResponse } from '../server/care-responses.ts';
import { fetchJson, sendJson } from '../shell/fetch-json.ts';

/** All that is read of notes and tasks begins with it. */
export const careKey = 'care-notes';
/** Other stations' notes and tasks are there within it. */
const refetchInterval = 5000;

const pathOf = (patientId: PatientId): string => `/api/patients/${encodeURIComponent(patientId)}/notes`;

/** A patient's handover notes and tasks, newest first. @param past those that are over too */
export const useCareNotes = (patientId: PatientId, past: boolean) =>
  useQuery({
    queryKey: [careKey, patientId, past],
    queryFn: () => fetchJson<CareNotesResponse>(`${pathOf(patientId)}?past=${past}`),
    refetchInterval,
  });

/** Open tasks of everybody whom the user may see, by when they are due, and those that were done lately. */
export const useTasks = () =>
  useQuery({
    queryKey: [careKey, 'tasks'],
    queryFn: () => fetchJson<TasksResponse>('/api/tasks'),
    refetchInterval,
  });

/** What somebody writes. */
export interface NewNote {
  readonly kind: ShownNote['kind'];
  readonly text: string;
  readonly dueMs?: number;
  readonly alarmId?: string;
}

/** Adds a note or a task. */
export function useWriteNote(patientId: PatientId) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (note: NewNote) => sendJson(pathOf(patientId), 'POST', note),
    // Not waited for: the form is free for the next text before the first is shown.
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: [careKey] });
    },
  });
}

/** As the server takes them; `none`: a task is open again. */
export type NoteAct = 'done' | 'withdrawn' | 'none';

/** Says that a task is done or, after all, is not; or withdraws a note or a task. */
export function useEndNote() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ note, end }: { readonly note: ShownNote; readonly end: NoteAct }) =>
      sendJson(`${pathOf(note.patientId)}/${note.noteId}`, 'PATCH', { end }),
    // Somebody else may have been faster.
    onSettled: () => client.invalidateQueries({ queryKey: [careKey] }),
  });
}
