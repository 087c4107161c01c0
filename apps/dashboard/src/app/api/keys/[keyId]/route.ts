import { actorOf } from '@beatwatch/service-kit/session';
import { audit } from '../../../../server/audit.ts';
import { repositories } from '../../../../server/database.ts';
import { guarded } from '../../../../server/guarded.ts';
import { RequestError } from '../../../../server/request-error.ts';

/** Revokes a key: servers refuse it within seconds. */
export const DELETE = guarded('administer', async ({ request, session, parameters }): Promise<Response> => {
  const keyId = parameters['keyId'] ?? '';
  if (!(await repositories().machineKeys.revoke(keyId, actorOf(session))))
    throw new RequestError({ code: 'no-such-key' });
  await audit(request, { action: 'revoke-key', session, subject: keyId });
  return new Response(null, { status: 204 });
});
