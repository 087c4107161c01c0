import { actorOf, seesWard } from '@beatwatch/service-kit/session';
import { z } from 'zod';
import { audit } from '../../../server/audit.ts';
import { repositories } from '../../../server/database.ts';
import { guarded } from '../../../server/guarded.ts';
import { latchingField, limitsField, wardField } from '../../../server/limit-fields.ts';
import { parseBody } from '../../../server/parse-body.ts';
import { RequestError } from '../../../server/request-error.ts';
import type { AlarmProfilesResponse } from '../../../server/responses.ts';

const body = z.object({
  ward: wardField,
  limits: limitsField,
  latching: latchingField,
});

/** What is set for the alarms of the wards that the user may see. */
export const GET = guarded('see', async ({ session }): Promise<AlarmProfilesResponse> => {
  const profiles = await repositories().limits.profiles();
  return { profiles: profiles.filter(({ ward }) => seesWard(session, ward)) };
});

/** `{"ward", "limits", "latching"}`: all that is set for a ward; what is left out is as everywhere. */
export const PUT = guarded('administer', async ({ request, session }): Promise<AlarmProfilesResponse> => {
  const profile = await parseBody(body, request);
  if (!seesWard(session, profile.ward)) throw new RequestError({ code: 'other-ward' });
  const { limits } = repositories();
  await limits.setProfile({ ...profile, actor: actorOf(session) });
  await audit(request, { action: 'set-alarm-profile', session, subject: JSON.stringify(profile) });
  const profiles = await limits.profiles();
  return { profiles: profiles.filter(({ ward }) => seesWard(session, ward)) };
});
