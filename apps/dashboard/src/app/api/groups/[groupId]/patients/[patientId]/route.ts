import { actorOf } from '@beatwatch/service-kit/session';
import { z } from 'zod';
import { audit } from '../../../../../../server/audit.ts';
import { groupIdField, noSuchGroup } from '../../../../../../server/care-groups.ts';
import { mustBeHere } from '../../../../../../server/care-notes.ts';
import { repositories } from '../../../../../../server/database.ts';
import { patientIdField } from '../../../../../../server/fields.ts';
import { guarded } from '../../../../../../server/guarded.ts';
import { RequestError } from '../../../../../../server/request-error.ts';
import { parseRequest } from '../../../../../../server/respond.ts';

const path = z.object({ groupId: groupIdField, patientId: patientIdField });
const done = (): Response => new Response(null, { status: 204 });

/** Adds a patient to a group. */
export const PUT = guarded('act', async ({ request, session, parameters }): Promise<Response> => {
  const { groupId, patientId } = parseRequest(path, parameters);
  await mustBeHere(patientId);
  const isAdded = await repositories().careGroups.add({ groupId, patientId, by: actorOf(session) });
  if (!isAdded) throw noSuchGroup(groupId);
  await audit(request, { action: 'add-to-group', session, patientId, subject: String(groupId) });
  return done();
});

/** Takes a patient out of a group. */
export const DELETE = guarded('act', async ({ request, session, parameters }): Promise<Response> => {
  const { groupId, patientId } = parseRequest(path, parameters);
  if (!(await repositories().careGroups.remove({ groupId, patientId })))
    throw new RequestError({ code: 'not-in-group', patientId, groupId });
  await audit(request, { action: 'take-out-of-group', session, patientId, subject: String(groupId) });
  return done();
});
