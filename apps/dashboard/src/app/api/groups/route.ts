import { actorOf } from '@beatwatch/service-kit/session';
import { z } from 'zod';
import { audit } from '../../../server/audit.ts';
import { shownGroups } from '../../../server/care-groups.ts';
import { repositories } from '../../../server/database.ts';
import { expects } from '../../../server/expectations.ts';
import { guarded } from '../../../server/guarded.ts';
import { parseBody } from '../../../server/parse-body.ts';
import { RequestError } from '../../../server/request-error.ts';
import type { CareGroupsResponse } from '../../../server/care-responses.ts';

const rule = expects({ code: 'characters', most: 40 });

const body = z.object({
  name: z
    .string(rule)
    .transform((text) => text.normalize('NFC').trim())
    .pipe(z.string().regex(/^[^\p{C}]{1,40}$/u, rule)),
});

/** Groups of care, each with those of its patients whom the user may see. */
export const GET = guarded('see', async ({ session }): Promise<CareGroupsResponse> => ({
  groups: await shownGroups(session),
}));

/** `{"name"}`: makes a group without patients. */
export const POST = guarded('act', async ({ request, session }): Promise<CareGroupsResponse> => {
  const { name } = await parseBody(body, request);
  const made = await repositories().careGroups.make({ name, by: actorOf(session) });
  if (made === undefined) throw new RequestError({ code: 'group-exists', name });
  await audit(request, { action: 'make-group', session, subject: name });
  return { groups: await shownGroups(session) };
});
