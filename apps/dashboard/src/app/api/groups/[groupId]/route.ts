import { z } from 'zod';
import { audit } from '../../../../server/audit.ts';
import { groupIdField, groupOf, noSuchGroup } from '../../../../server/care-groups.ts';
import { repositories } from '../../../../server/database.ts';
import { guarded } from '../../../../server/guarded.ts';
import { RequestError } from '../../../../server/request-error.ts';
import { parseRequest } from '../../../../server/respond.ts';

const path = z.object({ groupId: groupIdField });

/** Dissolves a group; nothing changes for its patients. */
export const DELETE = guarded('act', async ({ request, session, parameters }): Promise<Response> => {
  const { groupId } = parseRequest(path, parameters);
  const { name, hasOthers } = await groupOf(session, groupId);
  if (hasOthers) throw new RequestError({ code: 'group-of-other-wards' });
  if (!(await repositories().careGroups.dissolve(groupId))) throw noSuchGroup(groupId);
  await audit(request, { action: 'dissolve-group', session, subject: name });
  return new Response(null, { status: 204 });
});
