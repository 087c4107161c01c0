import { actorOf } from '@beatwatch/service-kit/session';
import type { AuditAction } from '@beatwatch/timescale';
import { z } from 'zod';
import { audit } from '../../../../../../server/audit.ts';
import { mayWithdraw, mustBeHere } from '../../../../../../server/care-notes.ts';
import { repositories } from '../../../../../../server/database.ts';
import { patientIdField, rowIdField } from '../../../../../../server/fields.ts';
import { guarded } from '../../../../../../server/guarded.ts';
import { parseBody } from '../../../../../../server/parse-body.ts';
import { RequestError } from '../../../../../../server/request-error.ts';
import { parseRequest } from '../../../../../../server/respond.ts';

const path = z.object({
  patientId: patientIdField,
  noteId: rowIdField('note'),
});
const body = z.object({ end: z.enum(['done', 'withdrawn', 'none']) });

/**
 * `{"end"}`: a task is `done`, or was not after all (`none`), by anybody who may act; or it, or a note, is `withdrawn` by its author or an
 * administrator.
 */
export const PATCH = guarded('act', async ({ request, session, parameters }): Promise<Response> => {
  const { patientId, noteId } = parseRequest(path, parameters);
  const { end } = await parseBody(body, request);
  const { careNotes } = repositories();
  const note = await careNotes.find(noteId);
  if (note?.patientId !== patientId) throw new RequestError({ code: 'no-such-note', patientId, noteId });
  if (end === 'done' && note.kind === 'note') throw new RequestError({ code: 'note-not-done' });
  if (end === 'withdrawn' && !mayWithdraw(session, note)) throw new RequestError({ code: 'not-author' });
  const by = actorOf(session);
  if (end === 'none') {
    await mustBeHere(patientId);
    if (!(await careNotes.reopen({ noteId, by }))) throw new RequestError({ code: 'not-done' });
  } else if (!(await careNotes.end({ noteId, as: end, by }))) {
    throw new RequestError({ code: 'already-ended' });
  }
  const action: Readonly<Record<typeof end, AuditAction>> = {
    done: 'finish-task',
    none: 'reopen-task',
    withdrawn: `withdraw-${note.kind}`,
  };
  await audit(request, { action: action[end], session, patientId, subject: String(noteId) });
  return new Response(null, { status: 204 });
});
