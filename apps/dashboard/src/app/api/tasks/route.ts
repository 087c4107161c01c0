import { shownNote } from '../../../server/care-notes.ts';
import { guarded } from '../../../server/guarded.ts';
import { repositories } from '../../../server/database.ts';
import { ofSeenPatients } from '../../../server/patient-access.ts';
import type { CareNotesResponse } from '../../../server/responses.ts';

/** More than a hospital's wards have. */
const limit = 1000;

/** Open tasks of the patients whom the user may see, by when they are due. */
export const GET = guarded('see', async ({ session }): Promise<CareNotesResponse> => {
  const tasks = await ofSeenPatients(session, await repositories().careNotes.openTasks({ limit }));
  return { notes: tasks.map((task) => shownNote(session, task)) };
});
