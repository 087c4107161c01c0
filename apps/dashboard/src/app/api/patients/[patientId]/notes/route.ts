import { actorOf } from '@beatwatch/service-kit/session';
import { z } from 'zod';
import { audit } from '../../../../../server/audit.ts';
import {
  mustBeAlarmOf,
  mustBeHere,
  noteBody,
  noteBodyBytes,
  shownNote,
} from '../../../../../server/care-notes.ts';
import { repositories } from '../../../../../server/database.ts';
import { patientIdField } from '../../../../../server/fields.ts';
import { guarded } from '../../../../../server/guarded.ts';
import { parseBody } from '../../../../../server/parse-body.ts';
import { parseRequest } from '../../../../../server/respond.ts';
import type { CareNotesResponse, WrittenNoteResponse } from '../../../../../server/care-responses.ts';

const path = z.object({ patientId: patientIdField });
const query = path.extend({ past: z.enum(['true', 'false']).default('false') });

/** More than a stay has. */
const limit = 200;

/** Handover notes and tasks that hold, newest first; with `?past=true` those that are over too. */
export const GET = guarded('see', async ({ session, parameters }): Promise<CareNotesResponse> => {
  const { patientId, past } = parseRequest(query, parameters);
  const notes = await repositories().careNotes.list({ patientId, past: past === 'true', limit });
  return { notes: notes.map((note) => shownNote(session, note)) };
});

/** `{"kind", "text", "dueMs"?, "alarmId"?}`: adds a handover note or a task. */
export const POST = guarded('act', async ({ request, session, parameters }): Promise<WrittenNoteResponse> => {
  const { patientId } = parseRequest(path, parameters);
  const { kind, text, dueMs, alarmId } = await parseBody(noteBody, request, noteBodyBytes);
  await mustBeHere(patientId);
  if (alarmId !== undefined) await mustBeAlarmOf(patientId, alarmId);
  const written = await repositories().careNotes.write({
    ...{ patientId, kind, text, author: actorOf(session), authorId: session.userId },
    ...(dueMs !== undefined && { dueMs }),
    ...(alarmId !== undefined && { alarmId }),
  });
  await audit(request, { action: `write-${kind}`, session, patientId, subject: String(written.noteId) });
  return written;
});
