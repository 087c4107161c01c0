import { shownNote } from '../../../server/care-notes.ts';
import { guarded } from '../../../server/guarded.ts';
import { repositories } from '../../../server/database.ts';
import { ofSeenPatients } from '../../../server/patient-access.ts';
import type { TasksResponse } from '../../../server/care-responses.ts';

/** More than a hospital's wards have. */
const limit = 1000;
/** Of most shifts: what was done then can be opened again. */
const doneHours = 12;

/** Open tasks of the patients whom the user may see, by when they are due, and those that were done lately. */
export const GET = guarded('see', async ({ session }): Promise<TasksResponse> => {
  const { careNotes } = repositories();
  const [open, done] = await Promise.all([
    careNotes.openTasks({ limit }),
    careNotes.doneTasks({ hours: doneHours, limit }),
  ]);
  const seen = (await ofSeenPatients(session, [...open, ...done])).map((task) => shownNote(session, task));
  return {
    notes: seen.filter(({ end }) => end === undefined),
    done: seen.filter(({ end }) => end !== undefined),
    doneHours,
  };
});
