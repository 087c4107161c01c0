import { actorOf } from '@beatwatch/service-kit/session';
import { z } from 'zod';
import { audit } from '../../../server/audit.ts';
import { shownGroups } from '../../../server/care-groups.ts';
import { repositories } from '../../../server/database.ts';
import { guarded } from '../../../server/guarded.ts';
import { parseBody } from '../../../server/parse-body.ts';
import { RequestError } from '../../../server/request-error.ts';
import type { CareGroupsResponse } from '../../../server/responses.ts';

const body = z.object({
  name: z
    .string('1 to 40 characters')
    .transform((text) => text.normalize('NFC').trim())
    .pipe(z.string().regex(/^[^\p{C}]{1,40}$/u, '1 to 40 characters')),
});

/** Groups of care, each with those of its patients whom the user may see. */
export const GET = guarded('see', async ({ session }): Promise<CareGroupsResponse> => ({
  groups: await shownGroups(session),
}));

/** `{"name"}`: makes a group without patients. */
export const POST = guarded('act', async ({ request, session }): Promise<CareGroupsResponse> => {
  const { name } = await parseBody(body, request);
  const made = await repositories().careGroups.make({ name, by: actorOf(session) });
  if (made === undefined)
    throw new RequestError(409, 'invalid-request', `name: there is a group ${name} already.`);
  await audit(request, { action: 'make-group', session, subject: name });
  return { groups: await shownGroups(session) };
});
